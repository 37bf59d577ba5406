import { join } from "node:path";
import { styleText } from "node:util";
import { writeFileAtomic } from "../../base/files.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { describeModel } from "../../model/source/describe.ts";
import { terminalSummary } from "../../report/emoji/terminal.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { withRun } from "../../run/open.ts";
import type { EmojiConfig } from "../../study/emoji/config.ts";
import type { EmojiFindings } from "../../study/emoji/findings.ts";
import { runEmojiStudy } from "../../study/emoji/run-study.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { answersHashes, bundledHashes, userDataHash } from "../tuning-rows.ts";
import type { StudyConfig } from "./config.ts";
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
  const { source, tokenizer, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const { answers } = model;
  const rowsOf = rowsFor(config, answers);
  const { batch: _, ...deciding } = config;
  const findings = (await withRun(
    shownPath(out, process.cwd()),
    {
      command: "study emoji",
      config: { ...deciding, model: model.given },
      seed,
      inputs: {
        model: sha256,
        ...answersHashes(model, paths),
        ...bundledHashes(["test-topics.jsonl"], paths),
        ...userDataHash(config.data),
      },
      choices: choicesOf(config, model),
      versions: host.versions,
      machine: host.machine,
      processes: host.processes,
      fresh,
    },
    (run) => {
      for (const note of [...run.notes, ...source.notes]) context.say(note);
      return withEngine(threads, context, (engine: Engine) =>
        runEmojiStudy({
          config,
          run,
          engine,
          spec,
          tokenizer,
          model: modelFacts(model, sha256),
          seed,
          answers,
          rowsOf,
          tune: tunerOf({ config, model, engine, sha256 }, context),
          signal,
          onProgress,
        }),
      );
    },
  )) as EmojiFindings;
  const reportPath = join(out, contents.report);
  writeFileAtomic(reportPath, await reportOfStudy(showRun(out, host.processes), context, model.given));
  const style = process.stdout.isTTY
    ? (name: Parameters<typeof styleText>[0], text: string) => styleText(name, text)
    : undefined;
  return {
    json: findings,
    text: terminalSummary(findings, { reportPath: shownPath(reportPath, process.cwd()), style }),
  };
}

function modelFacts({ source }: OpenedModel, sha256: string): EmojiFindings["model"] {
  const { architecture, parameters, encodings } = describeModel(source.raw, source);
  const most = [...encodings].sort((a, b) => b.parameters - a.parameters);
  return {
    name: source.name,
    sha256,
    architecture,
    parameters,
    quantisation: most.map(({ encoding }) => encoding).join(", "),
  };
}

function choicesOf(config: EmojiConfig, { template }: OpenedModel) {
  const { systemPlace } = template();
  return {
    accuracy: {
      value: config.accuracy,
      reason:
        config.accuracy === "f32"
          ? "answers and masses come from the weights as they are, as tuning sees them"
          : "asked for: products round activations to 8 bits, which is faster and moves the perplexity by about 1 %",
    },
    "system prompt": {
      value: systemPlace === "system message" ? "a message of its own" : "before the first user message",
      reason: `the model's chat template has ${systemPlace === "system message" ? "a" : "no"} system role`,
    },
  };
}
