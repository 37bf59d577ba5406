import { type Writer, writers } from "../texts.ts";
import type { TokensFindings } from "./findings.ts";
import { type PlaceKind, placeKinds } from "./place-kinds.ts";
import type { TextMasses } from "./places-task.ts";
import type { TextSample } from "./sample.ts";
import type { WeighedText } from "./weighed.ts";

type Column = "emoji" | "upper" | "exclamation" | "newline" | "end";

/** The mean masses of an arm by writer and kind of place. */
export const massesOf = (arm: string, weighed: readonly WeighedText[], sample: TextSample): TokensFindings["masses"] =>
  cells(weighed).flatMap(({ writer, at, texts }) => {
    const by = (column: Column) => sample.mean(textMeans(texts, arm, at, column), [0, 1]);
    return [
      {
        arm,
        writer,
        at,
        places: texts.reduce((sum, { places }) => sum + places[at].length, 0),
        emoji: by("emoji"),
        upper: plainMean(textMeans(texts, arm, at, "upper")),
        exclamation: by("exclamation"),
        newline: by("newline"),
        end: by("end"),
      },
    ];
  });

/** One arm against another at the same places of the same texts. */
export const contrastsOf = (
  arm: string,
  against: string,
  weighed: readonly WeighedText[],
  sample: TextSample,
): TokensFindings["contrasts"] =>
  cells(weighed).map(({ writer, at, texts }) => {
    const [a, b] = [arm, against].map((id) => textMeans(texts, id, at, "emoji"));
    const bounds = (id: string) =>
      (["emoji", "upper"] as const).map((column) => plainMean(textMeans(texts, id, at, column)));
    const [low, high] = bounds(arm);
    const [otherLow, otherHigh] = bounds(against);
    return {
      arm,
      against,
      writer,
      at,
      difference: sample.mean(a!.map((x, i) => x - b![i]!)),
      ...sample.ratio(a!, b!),
      settled: low! > otherHigh! || otherLow! > high!,
    };
  });

/** The longest curve has about so many stretches. */
const stretches = 32;

/** The emoji mass over the answer; stretches that fewer than three texts reach are left out. */
export function curvesOf(arm: string, weighed: readonly WeighedText[], sample: TextSample): TokensFindings["curves"] {
  const longest = Math.max(...weighed.map(({ text }) => text.ids.length));
  const width = Math.max(1, Math.ceil((longest + 1) / stretches));
  return byWriter(weighed).map(([writer, texts]) => ({
    arm,
    writer,
    width,
    points: Array.from({ length: Math.ceil((longest + 1) / width) }, (_, i) => i * width).flatMap((token) => {
      const inside = texts.map(({ masses }) => masses.get(arm)!.emoji.slice(token, token + width));
      const means = inside.filter((values) => values.length > 0).map(plainMean);
      return means.length < 3 ? [] : [{ token, ...sample.mean(means, [0, 1]) }];
    }),
  }));
}

/** The texts of each writer that is there. */
export const byWriter = (weighed: readonly WeighedText[]): [Writer, WeighedText[]][] =>
  writers.flatMap((writer) => {
    const texts = weighed.filter(({ text }) => text.writer === writer);
    return texts.length === 0 ? [] : [[writer, texts] satisfies [Writer, WeighedText[]]];
  });

/** Writers and kinds of place, with the texts that have such a place. */
const cells = (weighed: readonly WeighedText[]): { writer: Writer; at: PlaceKind; texts: WeighedText[] }[] =>
  byWriter(weighed).flatMap(([writer, all]) =>
    placeKinds.flatMap((at) => {
      const texts = all.filter(({ places }) => places[at].length > 0);
      return texts.length === 0 ? [] : [{ writer, at, texts }];
    }),
  );

const textMeans = (texts: readonly WeighedText[], arm: string, at: PlaceKind, column: Column): number[] =>
  texts.map(({ masses, places }) => meanAt(masses.get(arm)!, places[at], column));

const meanAt = (masses: TextMasses, places: readonly number[], column: Column): number =>
  plainMean(places.map((token) => masses[column][token]!));

export const plainMean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
