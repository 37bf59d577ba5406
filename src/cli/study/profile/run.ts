import { basename } from "node:path";
import { usage } from "../../../base/errors.ts";
import type { Engine } from "../../../graph/engine/engine.ts";
import type { DirectionsReader } from "../../../model/directions/file.ts";
import { personaSpec } from "../../../model/engine/persona-spec.ts";
import { readPersona } from "../../../model/persona.ts";
import { profileSummary } from "../../../report/profile/terminal.ts";
import { showRun } from "../../../run/list.ts";
import type { ProfileConfig } from "../../../study/profile/config.ts";
import type { ProfileFindings } from "../../../study/profile/findings.ts";
import { type GivenPersona, runProfileStudy } from "../../../study/profile/run-study.ts";
import type { Output } from "../../command.ts";
import type { Context } from "../../context.ts";
import { type OpenedModel, withEngine } from "../../open-model.ts";
import { shownPath } from "../../paths.ts";
import { folderHashes } from "../../persona-option.ts";
import { answersHashes, bundledHashes, userDataHash } from "../../tuning-rows.ts";
import { choicesOf, studyInRun } from "../in-run.ts";
import { rowsFor } from "../rows.ts";
import { terminalStyle } from "../run.ts";
import { tunerOf } from "../tune.ts";
import { instrumentsOf } from "./instruments.ts";
import { writeReport } from "./report.ts";

interface ProfileCall {
  config: ProfileConfig;
  model: OpenedModel;
  threads: number | undefined;
  out: string;
  fresh: boolean;
}

/** Runs or continues the study in its folder, writes report and tables, and says what came out. */
export async function runProfile(call: ProfileCall, context: Context): Promise<Output> {
  const { config, model, threads, out, fresh } = call;
  const { paths, seed, signal, onProgress } = context;
  const { spec, tokenizer, answers } = model;
  const sha256 = await model.source.sha256({ cacheDir: spec.cacheDir, signal });
  const given = await givenPersonas(config.personas, { sha256, config: model.source.config });
  const rowsOf = rowsFor({ ...config, exclamatory: false }, answers);
  const { batch: _, ...deciding } = config;
  const inputs = {
    ...answersHashes(model, paths),
    ...bundledHashes(["test-topics.jsonl"], paths),
    ...userDataHash(config.data),
    ...Object.assign(
      {},
      ...given.map(({ name, folder, persona }) => folderHashes(`personas/${name}`, folder, persona)),
    ),
  };
  const findings = await studyInRun<ProfileFindings>(
    { command: "study profile", config: deciding, model, inputs, choices: choicesOf(config, model), out, fresh },
    context,
    (run, facts) =>
      withEngine(threads, context, async (engine: Engine) =>
        runProfileStudy({
          config,
          run,
          engine,
          spec,
          tokenizer,
          model: facts,
          seed,
          answers,
          given,
          rowsOf,
          tune: tunerOf({ tuning: config.tuning, model, engine, sha256 }, context),
          instruments: await instrumentsOf(config, { model, sha256, engine, context }),
          signal,
          onProgress,
        }),
      ),
  );
  const { report, tables } = writeReport(showRun(out, context.host.processes), model);
  const reportPath = shownPath(report, process.cwd());
  return { json: findings, text: profileSummary(findings, { reportPath, tables, style: terminalStyle() }) };
}

/** Reads the persona folders; two may not have one name. */
async function givenPersonas(
  folders: readonly string[],
  model: DirectionsReader,
): Promise<(GivenPersona & { folder: string })[]> {
  const given = await Promise.all(
    folders.map(async (folder) => {
      const persona = readPersona(folder, { base: model });
      return { name: basename(folder), folder, persona, changes: await personaSpec(folder, persona, model) };
    }),
  );
  const twice = given.find(({ name }, i) => given.findIndex((other) => other.name === name) !== i);
  if (twice) throw usage(`Two persona folders are named ${twice.name}: findings name them so; rename one.`);
  return given;
}
