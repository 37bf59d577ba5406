import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmojiResponse } from "../../src/measure/emoji/ask-and-weigh.ts";
import type { ResponseMass } from "../../src/measure/emoji/mass-task.ts";
import type { Tokenizer } from "../../src/model/tokenizer/types.ts";
import type { SentenceCut } from "../../src/trait/corpus/tuning.ts";
import type { TraitPoleKey } from "../../src/trait/framework.ts";
import { fromDist } from "../harness/from-dist.ts";

const { sentenceSpans } = await fromDist<typeof import("../../src/base/text/sentences.ts")>("base/text/sentences.js");
const { meanMass } =
  await fromDist<typeof import("../../src/explain/forecast/reading.ts")>("explain/forecast/reading.js");
const { offsetsOf, recordEmoji } =
  await fromDist<typeof import("../../src/measure/emoji/record.ts")>("measure/emoji/record.js");

/** What is kept of one answer. */
export interface Answered {
  emoji: readonly string[];
  /** Whether the first emoji stands at or past the token where training answers end by their median length; null without one. */
  firstPast: boolean | null;
  /** Whether it stands behind as many whole sentences as a training answer has; null without one, and where answers are not cut. */
  firstBehind: boolean | null;
  /** Mean emoji mass at its sentence ends; null where it has none. */
  mass: number | null;
}

/** Answers by arm, in the order of the questions. */
export type Arms = ReadonlyMap<string, readonly Answered[]>;

/** Ways in which the study shifts the model toward a pole without tuning. */
export const untuned = ["prompt", "examples-ike", "examples-few-shot"] as const;

/** The arm's name in the study, as the first silent level "end" has it. */
export const tunedArm = (toward: TraitPoleKey | "control", silent: "end" | "none", seed: number): string =>
  `${toward === "control" ? toward : `finetune/${toward}`}${silent === "end" ? "" : `/silent-${silent}`}/seed${seed}`;

/** Where training answers end: their median length in tokens, and how many sentences they are cut to. */
export interface AnswerEnd {
  token: number;
  sentences: SentenceCut;
}

/** Reads the answers of a finished study from its folder. */
export function readArms(folder: string, tokenizer: Tokenizer, answerEnd: AnswerEnd): Arms {
  const arms = new Map<string, Answered[]>();
  const lines = readFileSync(join(folder, "items.jsonl"), "utf8").trimEnd().split("\n");
  const seen = new Map<string, number>();
  for (const line of lines) {
    const { group, value } = JSON.parse(line) as { group: string; value: unknown };
    const [, arm, what] = /^(.*)\/(responses|mass)$/.exec(group)!;
    const answers = arms.get(arm!) ?? [];
    arms.set(arm!, answers);
    if (what === "responses") answers.push(answered(value as EmojiResponse, tokenizer, answerEnd));
    else {
      const at = seen.get(arm!) ?? 0;
      seen.set(arm!, at + 1);
      answers[at] = { ...answers[at]!, mass: meanMass(value as ResponseMass) };
    }
  }
  return arms;
}

function answered({ text, ids }: EmojiResponse, tokenizer: Tokenizer, { token, sentences }: AnswerEnd): Answered {
  const offsets = offsetsOf(ids, tokenizer);
  const { emoji } = recordEmoji({ text, offsets, answerEnd: token });
  const [first] = emoji;
  return {
    emoji: emoji.map((place) => place.emoji),
    firstPast: first?.past ?? null,
    firstBehind: first === undefined || sentences === "all" ? null : standsBehind(text, first.at, sentences),
    mass: null,
  };
}

/** Whether what stands at `at` comes behind the text's first sentences, so many of them. */
export function standsBehind(text: string, at: number, sentences: number): boolean {
  const last = sentenceSpans(text)[sentences - 1];
  return last !== undefined && last.closedBy === "punctuation" && at >= last.close;
}
