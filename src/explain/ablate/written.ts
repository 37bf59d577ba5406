import { z } from "zod";
import { findEmoji } from "../../base/text/emoji.ts";
import { type AskOptions, askQuestions } from "../../measure/answers.ts";
import { itemsOf, keepUnder } from "../../measure/keep.ts";
import { bootstrapMean, drawResamples } from "../../measure/statistics/bootstrap.ts";
import { wilson } from "../../measure/statistics/wilson.ts";
import { planOf } from "../../model/edit/plan.ts";
import type { EditPlan, Variant } from "../../model/edit/types.ts";
import type { Asked } from "../../model/persona-chat.ts";
import { scoreTask } from "../../model/score/score-task.ts";
import { bounded, type Estimated, estimateSchema } from "../findings.ts";
import { withoutEmoji } from "../without-emoji.ts";
import { type ArmPair, adaptersOf, ends } from "./pair.ts";
import { meanLogProb } from "./sweep.ts";
import { variantRespondent } from "./variant-respondent.ts";

/** Reads in what share of texts the persona's trait shows; `name` tells whose they are. Null where none can be read. */
export type TraitReading = (
  name: string,
  texts: readonly { id: string; text: string; question: string }[],
) => Promise<Estimated | null>;

export const writtenSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Share of answers with an emoji, and with "!"; n = answers. */
  esr: estimateSchema,
  exclamationRate: estimateSchema,
  /** Share of answers that ended by themselves. */
  ended: estimateSchema,
  /** Share of answers that show the trait, read without their emoji; null where there is no reader of traits. */
  alignment: estimateSchema.nullable(),
  /**
   * Mean log-probability that the reference gives a token of the answers' words, emoji left out, in nats: how coherent they are for it. n =
   * answers with a word; null where none has one.
   */
  coherence: estimateSchema.nullable(),
  sample: z.string(),
});
export type Written = z.infer<typeof writtenSchema>;

export interface WriteOptions extends AskOptions {
  questions: readonly { id: string; asked: Asked }[];
  /** Undefined: alignment is not read. */
  read: TraitReading | undefined;
}

/** Answers that variants write, one variant after the other in one session, and what they are like. */
export async function write(
  pair: ArmPair,
  variants: readonly Planned[],
  { read, ...options }: WriteOptions,
): Promise<Written[]> {
  if (options.questions.length === 0) return [];
  const plan = planOf(
    variants.map(({ variant }) => variant),
    adaptersOf(pair),
  );
  const answers: Answered[] = [];
  for (const planned of variants) answers.push(await answered(pair, planned, plan, options));
  const written: Written[] = [];
  // Readers of traits have sessions of their own, and an engine keeps one.
  for (const [i, { label, variant }] of variants.entries())
    written.push(await described(variant.id, label, answers[i]!, { ...options, read }));
  return written;
}

/** A variant and what people call it. */
export interface Planned {
  label: string;
  variant: Variant;
}

interface Answered {
  texts: string[];
  ended: boolean[];
  /** Null where an answer has no word. */
  coherence: (number | null)[];
}

async function answered(
  pair: ArmPair,
  { variant, label }: Planned,
  plan: EditPlan,
  { questions, ...options }: Omit<WriteOptions, "read">,
): Promise<Answered> {
  const { respondent, asked, local } = variantRespondent(pair, variant, plan, questions);
  const keep = keepUnder(options.keep, `written/${variant.id}`);
  const onProgress: AskOptions["onProgress"] = (progress) =>
    options.onProgress?.({ ...progress, phase: `${progress.phase}, ${label}` });
  const responses = await askQuestions(respondent, asked, { ...options, keep, onProgress });
  const keys = questions.map((question) => question.id);
  const coherence = itemsOf<number | null>(keep, "coherence", keys, z.number().nullable());
  const missing = new Set(coherence.missing);
  const answers = questions.flatMap((question, i) => {
    // Emoji are not in question here: the words are.
    const words = withoutEmoji(responses[i]!.text);
    if (!missing.has(question.id)) return [];
    const messages = pair.reference.respondent.chat(question.asked);
    const answer = local.tokenizer.encode(words);
    if (answer.length > 0) return [{ id: question.id, messages, answer, variant: ends.reference }];
    coherence.put(question.id, null);
    return [];
  });
  if (answers.length > 0)
    await local.engine.run(
      scoreTask,
      { model: local.spec, answers },
      {
        signal: options.signal,
        onEvent: ({ id: question, logProbs }) => coherence.put(question, meanLogProb(logProbs)),
      },
    );
  return {
    texts: responses.map(({ text }) => text),
    ended: responses.map(({ finish }) => finish === "end"),
    coherence: coherence.values(),
  };
}

async function described(
  id: string,
  label: string,
  { texts, ended, coherence }: Answered,
  { questions, read, seed }: Pick<WriteOptions, "questions" | "read" | "seed">,
): Promise<Written> {
  const coherent = coherence.filter((value) => value !== null);
  const draws = drawResamples(coherent.length, { seed, stream: "ablate/written" });
  const share = (of: (text: string, i: number) => boolean) => wilson(texts.filter(of).length, texts.length);
  const words = texts.map((text, i) => ({
    id: questions[i]!.id,
    text: withoutEmoji(text),
    question: questions[i]!.asked.question,
  }));
  return {
    id,
    label,
    esr: share((text) => findEmoji(text).length > 0),
    exclamationRate: share((text) => /[!\uFF01]/.test(text)),
    ended: share((_, i) => ended[i]!),
    alignment: read ? await read(id, words) : null,
    coherence: coherent.length > 0 ? bounded(bootstrapMean(coherent, draws)) : null,
    sample: texts[0]!,
  };
}
