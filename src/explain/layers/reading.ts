import { z } from "zod";
import type { LensReading } from "../../model/lens/lens-task.ts";
import type { LensMeasure } from "./measures.ts";
import { distinctPlaces, type LensPlace, lensPlaces, type PlacesOfText } from "./places.ts";

const rows = z.array(z.array(z.number()));

const placeReadingSchema = z.object({
  /** Means over the text's places of this kind: log-odds of each measure at each stream [measures][streams]. */
  logOdds: rows,
  /** The same of the natural logarithm of the rank [ranked measures][streams]. */
  logRank: rows,
  /** The same of the probability at the last stream [measures]. */
  output: z.array(z.number()),
});

/** What is kept of a text that an arm has read; null where it has no place of a kind. */
export const textReadingSchema = z.object(
  Object.fromEntries(lensPlaces.map((place) => [place, placeReadingSchema.nullable()])) as Record<
    LensPlace,
    z.ZodNullable<typeof placeReadingSchema>
  >,
);
export type PlaceReading = z.infer<typeof placeReadingSchema>;
export type TextReading = z.infer<typeof textReadingSchema>;

/** A text without any place to look at. */
export const nothingRead: TextReading = { "sentence-ends": null, "training-end": null, "answer-end": null };

/** Brings a text's reading down to its means over places, by kind. */
export function textReading(
  { logProbs, ranks }: Pick<LensReading, "logProbs" | "ranks">,
  measures: readonly LensMeasure[],
  places: PlacesOfText,
): TextReading {
  const all = distinctPlaces(places);
  const streams = logProbs[0]!.length;
  const ranked = measures.filter((measure) => measure.ranked);
  const read = (at: readonly number[]): PlaceReading => {
    const indices = at.map((token) => all.indexOf(token));
    const each = (of: (place: number, stream: number) => number) =>
      Array.from({ length: streams }, (_, stream) => rounded(meanOf(indices.map((place) => of(place, stream)))));
    return {
      logOdds: measures.map(({ sets }) => each((place, stream) => logOdds(logSum(sets, logProbs[place]![stream]!)))),
      logRank: ranked.map((_, i) => each((place, stream) => Math.log(ranks[place]![stream]![i]!))),
      output: measures.map(({ sets }) =>
        meanOf(indices.map((place) => Math.exp(logSum(sets, logProbs[place]!.at(-1)!)))),
      ),
    };
  };
  return Object.fromEntries(
    lensPlaces.map((kind) => [kind, places[kind].length === 0 ? null : read(places[kind])]),
  ) as TextReading;
}

/** log of the sum of the sets' probabilities. */
function logSum(sets: readonly number[], logProbs: readonly number[]): number {
  const chosen = sets.map((set) => logProbs[set]!);
  const largest = Math.max(...chosen);
  return Math.min(0, largest + Math.log(chosen.reduce((sum, value) => sum + Math.exp(value - largest), 0)));
}

/** Of what is 1 to the precision of f32, the largest odds that it can tell. */
const logOdds = (logProb: number): number => logProb - Math.log(Math.max(-Math.expm1(logProb), 2 ** -24));

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Five decimals: beyond what f32 tells, and a third of the file. */
const rounded = (value: number): number => Number(value.toFixed(5));
