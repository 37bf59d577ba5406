import { z } from "zod";
import { askQuestions } from "../../measure/answers.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { itemsOf, type Keep, keepUnder } from "../../measure/keep.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import type { TraitPole } from "../../trait/framework.ts";
import type { ExplainedArm } from "../arm.ts";
import { type FirstTokens, firstTask } from "./first-task.ts";
import { type Unit, unitsOf } from "./units.ts";
import { type Ask, asks, questionOf, wordings } from "./wordings.ts";

/** A pole, by name. */
export type PoleName = Pick<TraitPole, "trait" | "pole">;

/** How an arm is asked. */
export interface IclAsking {
  about: PoleName;
  sampling: Sampling;
  /** Sampled replies a wording. */
  samples: number;
  maxNewTokens: number;
  /** Length of the lists. */
  top: number;
}

/** A sampled reply, read. */
export interface ReadReply {
  text: string;
  units: Unit[];
}

/** What one arm said: replies [wordings][samples] about the trait and about its opposite, and how replies begin. */
export interface Asked {
  replies: Record<"trait" | "opposite", ReadReply[][]>;
  first: FirstTokens;
}

const perChat = z.array(z.number());
const firstShape = z.object({
  groups: z.record(
    z.string(),
    z.object({
      tokens: perChat,
      probabilities: z.array(perChat),
      emojiBy: z.array(perChat),
      emoji: z.record(z.string(), perChat),
      mass: perChat,
      upper: perChat,
    }),
  ),
  distances: z.array(perChat),
});

/** Asks an arm in every wording; what was finished is taken from `keep`. */
export async function askArm(arm: ExplainedArm, asking: IclAsking, options: MeasureOptions): Promise<Asked> {
  const { trait, pole } = asking.about;
  const keep = keepUnder(options.keep, `icl/${trait}/${pole}/${arm.id}`);
  const own = { ...options, keep };
  const replies = {
    trait: await sampled(arm, "trait", asking, own),
    opposite: await sampled(arm, "opposite", asking, own),
  };
  return { replies, first: await firstOf(arm, asking, own) };
}

const chatOf = ({ respondent }: ExplainedArm, wording: (typeof wordings)[number], about: PoleName, ask: Ask) =>
  respondent.chat({ question: questionOf(wording, about, ask), topic: about.trait });

async function sampled(
  arm: ExplainedArm,
  ask: "trait" | "opposite",
  { about, samples, sampling, maxNewTokens }: IclAsking,
  options: MeasureOptions,
): Promise<ReadReply[][]> {
  const { respondent } = arm;
  const questions = wordings.flatMap((wording) =>
    Array.from({ length: samples }, (_, i) => ({
      id: `${wording.id}/${i}`,
      messages: chatOf(arm, wording, about, ask),
    })),
  );
  const answers = await askQuestions(respondent, questions, {
    ...options,
    sampling,
    maxNewTokens,
    group: `replies/${ask}`,
    onProgress: (progress) => options.onProgress?.({ ...progress, phase: `tokens for the ${ask}, ${arm.id}` }),
  });
  const read = answers.map(({ text, ids = [] }) => ({
    text,
    units: unitsOf({ ids, text }, respondent.local.tokenizer),
  }));
  return wordings.map((_, w) => read.slice(w * samples, (w + 1) * samples));
}

async function firstOf(
  arm: ExplainedArm,
  { about, top }: IclAsking,
  { keep, signal, onProgress }: MeasureOptions & { keep: Keep },
): Promise<FirstTokens> {
  const items = itemsOf<FirstTokens>(keep, "first", ["first"], firstShape);
  if (items.missing.length > 0) {
    onProgress?.({ phase: `first tokens, ${arm.id}`, done: 0, total: 1, unit: "arms" });
    const { engine, spec: model } = arm.respondent.local;
    const groups = Object.fromEntries(asks.map((ask) => [ask, wordings.map((each) => chatOf(arm, each, about, ask))]));
    items.put("first", await engine.run(firstTask, { model, groups, top }, { signal }));
  }
  return items.values()[0]!;
}
