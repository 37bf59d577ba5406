import { z } from "zod";
import { massTask } from "../../measure/emoji/mass-task.ts";
import { itemsOf, type Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import { planOf } from "../../model/edit/plan.ts";
import type { Variant } from "../../model/edit/types.ts";
import { scoreTask } from "../../model/score/score-task.ts";
import type { ReadText } from "../texts.ts";
import { type ArmPair, adaptersOf, chatsOf, endVariants, specOf } from "./pair.ts";

/** Two answers to one question, the trait's and a neutral one, by which the trait is seen without sampling. */
export interface AnswerPair {
  id: string;
  question: string;
  topic: string;
  trait: readonly number[];
  neutral: readonly number[];
}

/** What every variant reads. */
export interface Readings {
  /** At whose sentence ends the emoji mass is read. */
  texts: readonly ReadText[];
  pairs: readonly AnswerPair[];
  /** Fluent texts without emoji, whose probability tells whether the model is still in order. */
  fluent: readonly ReadText[];
}

const perText = z.array(z.number());
const effectShape = z.object({
  /** By text: mean probabilities at its sentence ends. */
  emoji: perText,
  exclamation: perText,
  newline: perText,
  end: perText,
  /** By pair: mean log-probability of a token of the trait's answer, less that of the neutral one, in nats. */
  trait: perText,
  /** By fluent text: mean log-probability of a token, in nats. */
  fluent: perText,
});

/** What a variant made of the readings. */
export type Effect = z.infer<typeof effectShape>;

export interface SweepOptions extends WorkOptions {
  keep: Keep;
  /** Names what is kept and is told of progress. */
  group: string;
  /** Adapters in their singular directions. */
  components?: boolean;
}

/** Variants that one call of the engine runs: their tables are held together. */
const together = 32;

/**
 * What each variant makes of the readings, teacher-forced, all of one sweep in one session and many in a batch; in their order. Finished
 * variants are kept.
 */
export async function sweep(
  pair: ArmPair,
  variants: readonly Variant[],
  readings: Readings,
  { keep, group, components = false, signal, onProgress }: SweepOptions,
): Promise<Effect[]> {
  const items = itemsOf<Effect>(
    keep,
    group,
    variants.map(({ id }) => id),
    effectShape,
  );
  const missing = new Set(items.missing);
  const plan = planOf(variants, adaptersOf(pair));
  const report = () =>
    onProgress?.({ phase: group, done: variants.length - missing.size, total: variants.length, unit: "interventions" });
  report();
  for (let start = 0; start < variants.length; start += together) {
    // Always the same ones together, those that are kept too: a twin reads the branches of all, and their order decides the last bits.
    const some = variants.slice(start, start + together);
    if (!some.some(({ id }) => missing.has(id))) continue;
    const twins = endVariants(pair).filter(({ id }) => !some.some((variant) => variant.id === id));
    const spec = specOf(pair, [...some, ...twins], { plan, components });
    const effects = await effectsOf(pair, some, readings, spec, signal);
    for (const [i, { id }] of some.entries()) if (missing.delete(id)) items.put(id, effects[i]!);
    report();
  }
  return items.values();
}

async function effectsOf(
  pair: ArmPair,
  variants: readonly Variant[],
  { texts, pairs, fluent }: Readings,
  spec: ReturnType<typeof specOf>,
  signal: AbortSignal | undefined,
): Promise<Effect[]> {
  const { engine } = pair.persona.respondent.local;
  const masses = new Map<string, Pick<Effect, "emoji" | "exclamation" | "newline" | "end">>();
  const key = (variant: number, kind: string, at: number) => `${variant} ${kind} ${at}`;
  const placed = new Map<string, { emoji: number; exclamation: number; newline: number; end: number }[]>();
  await engine.run(
    massTask,
    {
      model: spec,
      // Text by text, so that variants of one run share a twin.
      texts: texts.flatMap(({ asked, ids, text, complete }, t) =>
        variants.map((variant, v) => ({
          id: key(v, "text", t),
          ids,
          text,
          complete,
          variant: variant.id,
          ...chatsOf(pair, variant, asked),
        })),
      ),
    },
    { signal, onEvent: ({ id, mass }) => void placed.set(id, mass.sentenceEnds) },
  );
  for (const [v, { id }] of variants.entries()) {
    const mean = (of: "emoji" | "exclamation" | "newline" | "end") =>
      texts.map((_, t) => meanOf(placed.get(key(v, "text", t))!.map((place) => place[of])));
    masses.set(id, {
      emoji: mean("emoji"),
      exclamation: mean("exclamation"),
      newline: mean("newline"),
      end: mean("end"),
    });
  }
  const logProbs = new Map<string, number>();
  const toScore = [
    ...pairs.flatMap(({ question, topic, trait, neutral }, at) =>
      (
        [
          ["trait", trait],
          ["neutral", neutral],
        ] as const
      ).map(([kind, answer]) => ({ kind, at, asked: { question, topic }, answer })),
    ),
    ...fluent.map(({ asked, ids }, at) => ({ kind: "fluent", at, asked, answer: ids })),
  ];
  await engine.run(
    scoreTask,
    {
      model: spec,
      answers: toScore.flatMap(({ kind, at, asked, answer }) =>
        variants.map((variant, v) => ({
          id: key(v, kind, at),
          answer,
          variant: variant.id,
          ...chatsOf(pair, variant, asked),
        })),
      ),
    },
    { signal, onEvent: ({ id, logProbs: own }) => void logProbs.set(id, meanLogProb(own)) },
  );
  const of = (v: number, kind: string) => (_: unknown, at: number) => logProbs.get(key(v, kind, at))!;
  return variants.map(({ id }, v) => ({
    ...masses.get(id)!,
    trait: pairs.map((pair, at) => of(v, "trait")(pair, at) - of(v, "neutral")(pair, at)),
    fluent: fluent.map(of(v, "fluent")),
  }));
}

/** The smallest probability that is told from 0, f32's least: an intervention can make a token less probable still. */
const leastLogProb = Math.log(2 ** -149);

/** Mean log-probability of tokens, in nats. */
export const meanLogProb = (logProbs: readonly number[]): number =>
  meanOf(logProbs.map((value) => Math.max(leastLogProb, value)));

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
