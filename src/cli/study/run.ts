import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { styleText } from "node:util";
import { usage } from "../../base/errors.ts";
import { writeFileAtomic } from "../../base/files.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { describeModel } from "../../model/source/describe.ts";
import { describeTuningData, readEmojiRun } from "../../report/emoji/from-run.ts";
import { renderEmojiReport } from "../../report/emoji/html.ts";
import { terminalSummary } from "../../report/emoji/terminal.ts";
import type { TuningData } from "../../report/emoji/types.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { withRun } from "../../run/open.ts";
import type { EmojiConfig } from "../../study/emoji/config.ts";
import type { EmojiFindings } from "../../study/emoji/findings.ts";
import { planArms } from "../../study/emoji/plan.ts";
import { runEmojiStudy } from "../../study/emoji/run-study.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { rowsFor } from "./rows.ts";
import { tunerOf } from "./tune.ts";

/** The emoji study as a command has it. */
export interface StudyCall {
  config: EmojiConfig;
  model: OpenedModel;
  threads: number | undefined;
  out: string | undefined;
  fresh: boolean;
}

/** Runs or continues the study in its folder, writes the report and says what came out. */
export async function runStudy({ config, model, threads, out, fresh }: StudyCall, context: Context): Promise<Output> {
  if (out === undefined) throw usage("--out is missing: name the folder for the run, for example --out runs/first.");
  const { host, paths, seed, signal, onProgress } = context;
  const { source, tokenizer, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const rowsOf = rowsFor(config);
  const { batch: _, ...deciding } = config;
  const findings = (await withRun(
    out,
    {
      command: "study emoji",
      config: { ...deciding, model: source.path },
      seed,
      inputs: { model: sha256, ...dataHashes(config, paths.data) },
      choices: choicesOf(config),
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
          rowsOf,
          tune: tunerOf({ config, model, engine, sha256 }, context),
          signal,
          onProgress,
        }),
      );
    },
  )) as EmojiFindings;
  const reportPath = join(out, contents.report);
  writeFileAtomic(reportPath, reportOf(out, model, config, context));
  const style = process.stdout.isTTY
    ? (name: Parameters<typeof styleText>[0], text: string) => styleText(name, text)
    : undefined;
  return {
    json: findings,
    text: terminalSummary(findings, { reportPath: relative(process.cwd(), reportPath), style }),
  };
}

/** The report of a finished run, from what lies in its folder. */
function reportOf(folder: string, model: OpenedModel, config: EmojiConfig, { host }: Pick<Context, "host">): string {
  const details = showRun(folder, host.processes);
  return renderEmojiReport(
    readEmojiRun(details, model.tokenizer, tuningData(config, model), commandLine(details.manifest.config)),
  );
}

function tuningData(config: EmojiConfig, { tokenizer }: OpenedModel): TuningData[] {
  const rowsOf = rowsFor(config);
  const seen = new Map(
    planArms(config).flatMap(({ tuning }) => (tuning ? [[`${tuning.arm} ${tuning.sentences}`, tuning] as const] : [])),
  );
  const from = config.data ?? "the bundled Big Five corpus, CC0-1.0";
  return [...seen.values()].map((plan) => {
    const name = plan.arm === "neutral" ? "neutral (control)" : plan.arm.split("/").reverse().join(" ");
    const cut =
      plan.sentences === "all" ? "" : `, first ${plan.sentences === 1 ? "sentence" : `${plan.sentences} sentences`}`;
    return describeTuningData(`${name}${cut}`, rowsOf(plan), from, tokenizer);
  });
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

function dataHashes(config: EmojiConfig, dataFolder: string): Record<string, string> {
  const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
  const bundled = ["answers.jsonl", "test-topics.jsonl"].map((name) => [
    `big-five/${name}`,
    hash(join(dataFolder, "big-five", name)),
  ]);
  return { ...Object.fromEntries(bundled), ...(config.data === undefined ? {} : { data: hash(config.data) }) };
}

function choicesOf(config: EmojiConfig) {
  return {
    accuracy: {
      value: config.accuracy,
      reason:
        config.accuracy === "f32"
          ? "answers and masses come from the weights as they are, as tuning sees them"
          : "asked for: products round activations to 8 bits, which is faster and moves the perplexity by about 1 %",
    },
  };
}

/** A command line that gives this configuration again. */
function commandLine(config: Record<string, unknown>): string {
  const {
    model,
    traits,
    tuning: _tuning,
    exclamatory,
    allowEmoji,
    data,
    register,
    topP,
    maxNewTokens,
    ...plain
  } = config;
  const words = Object.entries({ ...plain, register, "top-p": topP, "max-new-tokens": maxNewTokens, data }).flatMap(
    ([name, value]) =>
      value === undefined || value === null
        ? []
        : [`--${name} ${Array.isArray(value) ? value.join(",") : String(value)}`],
  );
  const poles = (traits as string[]).map((key) => key.replace("/", ":")).join(",");
  return [
    "traitlab study emoji",
    `--model ${String(model)}`,
    `--traits ${poles}`,
    ...words,
    ...(exclamatory === true ? ["--exclamatory"] : []),
    ...(allowEmoji === true ? ["--allow-emoji"] : []),
  ].join(" ");
}
