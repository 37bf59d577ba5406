import { z } from "zod";
import { mean, variance } from "../statistics/moments.ts";
import type { Projection, TextToProject } from "./project-task.ts";

const spreadSchema = z.object({ mean: z.number(), deviation: z.number().positive(), n: z.int().min(2) });
/** Mean and standard deviation of a projection over n neutral texts (or their tokens). */
export type Spread = z.infer<typeof spreadSchema>;

/** What projections are on neutral text, by axis and place: the zero and the unit in which others are told. */
export const neutralSchema = z.object({
  /** Whose the texts are. */
  origin: z.string(),
  texts: z.int(),
  /** By the axis's id. */
  axes: z.record(z.string(), z.object({ promptLast: spreadSchema, responseMean: spreadSchema, token: spreadSchema })),
});
export type Neutral = z.infer<typeof neutralSchema>;

/** A neutral question and its answer, as a text to project. */
export const neutralText = ({ question, answer }: { question: string; answer: string }, i: number): TextToProject => ({
  id: `neutral${i}`,
  messages: [{ role: "user", content: question }],
  answer,
});

/** Means and deviations of projections of neutral texts, in which every token was asked for. Throws RangeError with fewer than two texts. */
export function neutralOf(
  origin: string,
  axes: readonly { id: string }[],
  projections: readonly Pick<Projection, "promptLast" | "responseMean" | "each">[],
): Neutral {
  const of = (rows: readonly (readonly number[] | null)[], axis: number) =>
    spread(rows.flatMap((row) => (row === null ? [] : [row[axis]!])));
  const tokens = projections.flatMap(({ each = [] }) => each.map(({ values }) => values));
  const entries = axes.map(({ id }, axis) => {
    const promptLast = of(
      projections.map((one) => one.promptLast),
      axis,
    );
    const responseMean = of(
      projections.map((one) => one.responseMean),
      axis,
    );
    return [id, { promptLast, responseMean, token: of(tokens, axis) }] as const;
  });
  return { origin, texts: projections.length, axes: Object.fromEntries(entries) };
}

function spread(values: readonly number[]): Spread {
  if (values.length < 2) throw new RangeError(`a spread of ${values.length} values`);
  // Texts that all end alike (one template, no question) do not differ at their last token: then there is no unit but the number itself.
  const deviation = Math.sqrt(variance(values));
  return { mean: mean(values), deviation: deviation > 0 ? deviation : 1, n: values.length };
}

/** A projection centred on neutral text and in its standard deviations. */
export const centred = (raw: number, { mean: zero, deviation }: Spread): number => (raw - zero) / deviation;
