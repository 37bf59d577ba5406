import { join, relative } from "node:path";
import { writeFileAtomic } from "../../base/files.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { withRun } from "../../run/open.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { withEngine } from "../open-model.ts";
import { answersHashes, bundledHashes, userDataHash } from "../tuning-rows.ts";
import { armsIn, type EngineArms, type Explained } from "./arms.ts";
import type { TextSettings } from "./options.ts";
import { type ExplanationReport, renderExplanation } from "./report.ts";
import { type TextsToRead, textsToRead } from "./texts.ts";

/** An explanation as a command has it. */
export interface ExplainCall<Findings extends object> {
  /** As typed: "explain tokens". */
  command: string;
  explained: Explained;
  /** Whatever decides a number. */
  settings: TextSettings & Record<string, unknown>;
  /** Hashes of further data that decide a number. */
  inputs?: Record<string, string>;
  /** The folders behind an option that names several, in place of the first one's alone. */
  folders?: Record<string, readonly string[]>;
  batch?: number;
  threads: number | undefined;
  /** The run's folder; nothing is kept where there is none. */
  out: string | undefined;
  fresh: boolean;
  /** Does the work; `texts` asks base and persona the questions when it is called. */
  explain(
    work: { arms: EngineArms; texts(): Promise<TextsToRead> },
    options: WorkOptions & { keep: Keep },
  ): Promise<Findings>;
  /** The findings as a person reads them, 80 columns wide; the title names who is explained. */
  describe(findings: Findings, title: string): string;
  report: ExplanationReport;
}

/** What a command that explains leaves as findings.json. */
export type Explanation<Findings> = Findings & Explained["about"] & { schema: 1; settings: Record<string, unknown> };

/** Explains, in a run's folder where one is named, and then with a report. */
export async function runExplain<Findings extends object>(
  call: ExplainCall<Findings>,
  context: Context,
): Promise<Output> {
  const { out, explained, settings, describe } = call;
  const { seed, signal, onProgress, host, paths, say } = context;
  const { model } = explained;
  const work = async (keep: Keep, notes: readonly string[]): Promise<Explanation<Findings>> => {
    for (const note of [...notes, ...model.source.notes]) say(note);
    const options = { keep, seed, batch: call.batch, signal, onProgress };
    const findings = await withEngine(call.threads, context, (engine) => {
      const arms = armsIn(explained, engine);
      return call.explain({ arms, texts: () => textsToRead(explained, arms, settings, options) }, options);
    });
    return { schema: 1, ...explained.about, settings: { ...settings, seed }, ...findings };
  };
  if (out === undefined) {
    const findings = await work(inMemory, []);
    return { json: findings, text: describe(findings, explained.name) };
  }
  const folders = [...explained.subjects].map(([role, { folder }]) => [role, folder] as const);
  const findings = await withRun<Explanation<Findings>>(
    out,
    {
      command: call.command,
      config: { ...settings, model: model.given, ...Object.fromEntries(folders), ...call.folders },
      seed,
      inputs: {
        ...explained.inputs,
        ...bundledHashes(["test-topics.jsonl"], paths),
        ...answersHashes(model, paths),
        ...userDataHash(settings.data),
        ...call.inputs,
      },
      ...host,
      fresh: call.fresh,
    },
    (run) => work(run, run.notes),
  );
  const report = join(out, contents.report);
  writeFileAtomic(report, renderExplanation(showRun(out, host.processes), call.report));
  const told = `Report: ${relative(process.cwd(), report)}`;
  return { json: findings, text: `${describe(findings, explained.name)}\n\n${told}` };
}
