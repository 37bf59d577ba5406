import { createHash } from "node:crypto";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { readIfThere } from "../../base/files.ts";
import { countEmoji } from "../../base/text/emoji.ts";
import { splitSentences } from "../../base/text/sentences.ts";
import type { EmojiResponse } from "../../measure/emoji/ask-and-weigh.ts";
import { offsetsOf, recordEmoji } from "../../measure/emoji/record.ts";
import { quantile } from "../../measure/statistics/estimate.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { contents } from "../../run/folder.ts";
import type { Manifest } from "../../run/manifest.ts";
import { type EmojiFindings, readFindings } from "../../study/emoji/findings.ts";
import type { TuningResult } from "../../study/personas.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import type { EmojiReport, ReportResponse, TuningData } from "./types.ts";

/** What a finished run holds, as the report wants it. */
export interface FinishedRun {
  folder: string;
  manifest: Manifest;
  findings: unknown;
}

interface Line {
  group: string;
  key: string;
  value: unknown;
}

/** Reads a finished run back: its findings, its responses and how its arms were tuned. */
export function readEmojiRun(
  run: FinishedRun,
  tokenizer: Tokenizer,
  data: readonly TuningData[],
  commandLine: string,
): EmojiReport {
  const findings = readFindings(run.findings, join(run.folder, contents.findings));
  const items = join(run.folder, contents.items);
  const lines = (readIfThere(items) ?? "").split("\n").filter((line) => line !== "");
  // The second half keeps answers as well, of models that it edits: they are no arms.
  const arms = new Set(findings.arms.map(({ id }) => id));
  const responses = lines.flatMap((text, i) => {
    const { group, key, value } = parsed(`${items} line ${i + 1}`, text) as Line;
    const arm = /^(.*)\/responses$/.exec(group)?.[1];
    return arm === undefined || !arms.has(arm)
      ? []
      : [responseOf(arm, key, value as EmojiResponse, findings, tokenizer)];
  });
  const curves = findings.arms.flatMap(({ id }) => {
    const path = join(run.folder, contents.steps, "tune", `${id}.json`);
    const step = readIfThere(path);
    if (step === undefined) return [];
    return [{ arm: id, points: (parsed(path, step) as { result: TuningResult }).result.curve }];
  });
  const { seed, inputs, versions, machine, choices } = run.manifest;
  return { findings, responses, curves, data, run: { commandLine, seed, inputs, versions, machine, choices } };
}

function parsed(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(`${place} is damaged: put back what the run wrote, or run the study anew with --fresh.`, error);
  }
}

function responseOf(
  arm: string,
  question: string,
  { messages, text, ids, finish }: EmojiResponse,
  { settings }: EmojiFindings,
  tokenizer: Tokenizer,
): ReportResponse {
  const offsets = offsetsOf(ids, tokenizer);
  const { emoji } = recordEmoji({ text, offsets, answerEnd: settings.answerEndTokens });
  const end = offsets[settings.answerEndTokens];
  return {
    arm,
    question,
    prompt: messages.at(-1)!.content.split("\n\n").at(-1)!,
    text,
    tokens: ids.length,
    firstEmojiToken: emoji[0]?.token ?? null,
    ended: finish === "end",
    ...(end === undefined ? {} : { answerEndsAt: end }),
  };
}

/** Facts of a set of tuning answers. */
export function describeTuningData(
  name: string,
  rows: readonly TuningRow[],
  source: string,
  tokenizer: Tokenizer,
): TuningData {
  const answers = rows.map(({ answer }) => answer);
  const lengths = Float64Array.from(answers, (answer) => tokenizer.encode(answer).length).sort();
  const sum = (of: (answer: string) => number) => answers.reduce((total, answer) => total + of(answer), 0);
  return {
    name,
    rows: rows.length,
    medianTokens: quantile(lengths, 0.5),
    meanSentences: sum((answer) => splitSentences(answer).length) / rows.length,
    exclamationShare: sum((answer) => (answer.includes("!") ? 1 : 0)) / rows.length,
    emoji: sum(countEmoji),
    source,
    sha256: createHash("sha256").update(JSON.stringify(rows)).digest("hex"),
  };
}
