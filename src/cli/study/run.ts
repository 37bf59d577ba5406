import { join } from "node:path";
import { styleText } from "node:util";
import { writeFileAtomic } from "../../base/files.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { terminalSummary } from "../../report/emoji/terminal.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import type { EmojiFindings } from "../../study/emoji/findings.ts";
import { runEmojiStudy } from "../../study/emoji/run-study.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { openReader } from "../measure/classifier-reader.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { answersHashes, bundledHashes, userDataHash } from "../tuning-rows.ts";
import type { StudyConfig } from "./config.ts";
import { choicesOf, studyInRun } from "./in-run.ts";
import { reportOfStudy } from "./report.ts";
import { rowsFor } from "./rows.ts";
import { tunerOf } from "./tune.ts";

/** The emoji study as a command has it. */
export interface StudyCall {
  config: StudyConfig;
  model: OpenedModel;
  threads: number | undefined;
  out: string;
  fresh: boolean;
}

/** Runs or continues the study in its folder, writes the report and says what came out. */
export async function runStudy({ config, model, threads, out, fresh }: StudyCall, context: Context): Promise<Output> {
  const { host, paths, seed, signal, onProgress } = context;
  const { tokenizer, spec, answers } = model;
  const rowsOf = rowsFor(config, answers);
  const { batch: _, ...deciding } = config;
  const reader = config.explain.some((part) => part === "ablate" || part === "guarded")
    ? (await openReader({ by: "taps", folder: undefined }, model, threads, context)).reader
    : undefined;
  const inputs = {
    ...answersHashes(model, paths),
    ...bundledHashes(["test-topics.jsonl"], paths),
    ...userDataHash(config.data),
    ...(reader && { reader: reader.sha256 }),
  };
  const findings = (await studyInRun(
    {
      command: "study emoji",
      config: deciding,
      model,
      inputs,
      choices: choicesOf(config, model),
      out,
      fresh,
      growing: { options: ["explain"], inputs: ["reader"] },
    },
    context,
    (run, facts) =>
      withEngine(threads, context, (engine: Engine) =>
        runEmojiStudy({
          config,
          run,
          engine,
          spec,
          tokenizer,
          model: facts,
          seed,
          answers,
          ...(reader && { reader }),
          organism: model.companion?.recipe === "organism",
          rowsOf,
          tune: tunerOf({ tuning: config.tuning, model, engine, sha256: facts.sha256 }, context),
          signal,
          onProgress,
        }),
      ),
  )) as EmojiFindings;
  const reportPath = join(out, contents.report);
  writeFileAtomic(reportPath, await reportOfStudy(showRun(out, host.processes), context, model.given));
  return {
    json: findings,
    text: terminalSummary(findings, { reportPath: shownPath(reportPath, process.cwd()), style: terminalStyle() }),
  };
}

/** How a summary is coloured, where it goes to a terminal. */
export const terminalStyle = () =>
  process.stdout.isTTY ? (name: Parameters<typeof styleText>[0], text: string) => styleText(name, text) : undefined;
