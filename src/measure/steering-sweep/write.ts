import { z } from "zod";
import { planOf } from "../../model/edit/plan.ts";
import type { Variant } from "../../model/edit/types.ts";
import { asItIs } from "../../model/engine/as-it-is.ts";
import { respondTask } from "../../model/engine/respond-task.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import { type Asked, type PersonaTexts, personaChat } from "../../model/persona-chat.ts";
import { scoreTask } from "../../model/score/score-task.ts";
import { counter } from "../answers.ts";
import type { MeasureOptions } from "../instrument.ts";
import { itemsOf } from "../keep.ts";
import type { LocalModel } from "../respondent.ts";

/** A question to a steered model. */
export interface SweepQuestion {
  id: string;
  asked: Asked;
}

/** What one variant is asked. */
export interface VariantAsked {
  variant: Variant;
  questions: readonly SweepQuestion[];
  /** What stands before each question, for a persona by prompt. */
  texts?: PersonaTexts;
}

const answerShape = z.object({
  text: z.string(),
  ids: z.array(z.int()),
  finish: z.enum(["end", "stop", "length"]),
});
export type WrittenAnswer = z.infer<typeof answerShape>;

export interface WriteOptions extends MeasureOptions {
  sampling: Sampling;
  /** Longest answer in tokens. */
  maxNewTokens: number;
}

/** Names an answer among all: which variant gave it to what. */
export const answerKey = (variant: { id: string }, question: { id: string }): string => `${variant.id}/${question.id}`;

/**
 * What variants of one model answer, all of them side by side in one session; by {@link answerKey}. A question draws the same random numbers
 * whoever answers it, so that variants differ by nothing else; one that adds nothing answers as the model does, to the bit.
 */
export async function writeAnswers(
  { engine, spec }: LocalModel,
  asked: readonly VariantAsked[],
  { keep, seed, batch = 32, signal, onProgress, sampling, maxNewTokens }: WriteOptions,
): Promise<Map<string, WrittenAnswer>> {
  const all = asked.flatMap(({ variant, questions, texts = {} }) =>
    questions.map((question) => ({ key: answerKey(variant, question), variant, question, texts })),
  );
  const keys = all.map(({ key }) => key);
  const items = itemsOf<WrittenAnswer>(keep, "answers", keys, answerShape);
  const missing = new Set(items.missing);
  const step = counter("answer as steered", { total: keys.length, left: missing.size, onProgress });
  const variants = asked.map(({ variant }) => variant);
  // Question by question: variants that are asked the same side by side share what comes before their edits.
  const order = new Map([...new Set(all.map(({ question }) => question.id))].map((id, i) => [id, i]));
  const wanted = all
    .filter(({ key }) => missing.has(key))
    .sort((a, b) => order.get(a.question.id)! - order.get(b.question.id)!);
  if (missing.size > 0)
    await engine.run(
      respondTask,
      {
        model: { ...spec, edits: { variants, adapters: [], plan: planOf(variants, []) } },
        prompts: wanted.map(({ key, variant, question, texts }) => ({
          id: key,
          messages: personaChat(texts, question.asked),
          stream: `sample/${question.id}`,
          variant: variant.id,
        })),
        sampling,
        seed,
        maxNewTokens,
        stops: [],
        batch,
        stream: false,
      },
      {
        signal,
        onEvent: (event) => {
          if (event.type !== "response") return;
          const { text, ids, finish } = event.response;
          items.put(event.id, { text, ids, finish });
          step();
        },
      },
    );
  return new Map(items.values().map((answer, i) => [keys[i]!, answer]));
}

/** Sum of the log-probabilities of an answer's tokens, in nats, and how many they are. */
export interface AnswerLogProb {
  sum: number;
  tokens: number;
}

/** How probable the model as it is finds answers behind their bare questions; by key. */
export async function weighAnswers(
  { engine, spec }: LocalModel,
  answers: readonly { key: string; asked: Asked; ids: readonly number[] }[],
  { keep, signal, onProgress }: MeasureOptions,
): Promise<Map<string, AnswerLogProb>> {
  const keys = answers.map(({ key }) => key);
  const items = itemsOf<number>(keep, "log-probabilities", keys, z.number());
  const missing = new Set(items.missing);
  const step = counter("weigh answers", { total: keys.length, left: missing.size, onProgress });
  const put = (key: string, sum: number) => {
    items.put(key, sum);
    step();
  };
  const left = answers.filter(({ key }) => missing.has(key));
  for (const { key } of left.filter(({ ids }) => ids.length === 0)) put(key, 0);
  const full = left.filter(({ ids }) => ids.length > 0);
  if (full.length > 0)
    await engine.run(
      scoreTask,
      {
        model: asItIs({ ...spec, edits: undefined }),
        answers: full.map(({ key, asked, ids }) => ({ id: key, messages: personaChat({}, asked), answer: ids })),
      },
      {
        signal,
        onEvent: ({ id, logProbs }) =>
          put(
            id,
            logProbs.reduce((sum, x) => sum + Math.max(least, x), 0),
          ),
      },
    );
  const sums = items.values();
  return new Map(answers.map(({ key, ids }, i) => [key, { sum: sums[i]!, tokens: ids.length }]));
}

/** The smallest log-probability that f32 tells from that of 0. */
const least = Math.log(2 ** -149);
