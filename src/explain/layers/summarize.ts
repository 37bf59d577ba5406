import { bootstrapMean, drawResamples, type Resamples } from "../../measure/statistics/bootstrap.ts";
import type { Estimate } from "../../measure/statistics/estimate.ts";
import { type Writer, writers } from "../texts.ts";
import { curveBand, curveFrom, halfwayDepth, type MeanCurve, meanCurve } from "./curve.ts";
import type { Band, LayerCurve, LayerShift } from "./findings.ts";
import type { LensMeasure } from "./measures.ts";
import { type LensPlace, lensPlaces } from "./places.ts";
import type { PlaceReading, TextReading } from "./reading.ts";

/** What arms read, text by text. */
export interface ReadByArms {
  measures: readonly LensMeasure[];
  /** Of the streams, in blocks. */
  depths: readonly number[];
  writerOf: readonly Writer[];
  /** By arm, in the order of the texts. */
  readings: ReadonlyMap<string, readonly TextReading[]>;
}

/** The curves of each arm, and each arm against those before it: by writer, kind of place and measure. */
export function summarize(read: ReadByArms, seed: number): { curves: LayerCurve[]; shifts: LayerShift[] } {
  const curves: LayerCurve[] = [];
  const shifts: LayerShift[] = [];
  const arms = [...read.readings.keys()];
  for (const writer of writers)
    for (const place of lensPlaces) {
      const texts = (arm: string) => placed(read, arm, writer, place);
      const n = arms.length === 0 ? 0 : texts(arms[0]!).length;
      if (n === 0) continue;
      const draws = drawResamples(n, { seed, stream: "layers", resamples: 1000 });
      for (const [i, arm] of arms.entries()) {
        curves.push(...curvesOf(texts(arm), read, draws).map((curve) => ({ arm, writer, place, ...curve })));
        for (const against of arms.slice(0, i))
          shifts.push(
            ...shiftsOf(texts(arm), texts(against), read, draws).map((s) => ({ arm, against, writer, place, ...s })),
          );
      }
    }
  return { curves, shifts };
}

/** What an arm read of the writer's texts that have such a place. */
const placed = ({ writerOf, readings }: ReadByArms, arm: string, writer: Writer, place: LensPlace): PlaceReading[] =>
  readings.get(arm)!.flatMap((reading, i) => (writerOf[i] === writer ? (reading[place] ?? []) : []));

function curvesOf(texts: readonly PlaceReading[], { measures, depths }: ReadByArms, draws: Resamples) {
  const ranked = measures.filter((measure) => measure.ranked);
  // Under a head that is the embeddings, a token's own embedding says itself and nothing else: no place to start from.
  const start = Math.min(
    depths.findIndex((depth) => depth > 0),
    depths.length - 2,
  );
  return measures.map((measure, m) => {
    const curve = meanCurve(
      texts.map(({ logOdds }) => logOdds[m]!),
      draws,
    );
    const r = ranked.indexOf(measure);
    const ranks = () =>
      meanCurve(
        texts.map(({ logRank }) => logRank[r]!),
        draws,
      );
    return {
      measure: measure.id,
      n: texts.length,
      mass: band(curve, (x) => 1 / (1 + Math.exp(-x))),
      ...(r >= 0 && { rank: band(ranks(), Math.exp) }),
      output: shortened(
        bootstrapMean(
          texts.map(({ output }) => output[m]!),
          draws,
          [0, 1],
        ),
      ),
      half: halfwayDepth(curveFrom(curve, start), depths.slice(start)),
    };
  });
}

function shiftsOf(
  texts: readonly PlaceReading[],
  against: readonly PlaceReading[],
  { measures, depths }: ReadByArms,
  draws: Resamples,
) {
  return measures.map(({ id }, m) => {
    const curve = meanCurve(
      texts.map(({ logOdds }, i) => logOdds[m]!.map((value, s) => value - against[i]!.logOdds[m]![s]!)),
      draws,
    );
    const odds = band(curve, Math.exp);
    const at = depths.length - 1;
    const output = { value: odds.value[at]!, low: odds.low[at]!, high: odds.high[at]!, n: texts.length };
    return { measure: id, n: texts.length, odds, output, half: halfwayDepth(curve, depths) };
  });
}

/** A curve and its interval on another scale; an unbounded end becomes null. */
function band(curve: MeanCurve, scale: (x: number) => number): Band {
  const { value, low, high } = curveBand(curve);
  const ends = (each: readonly number[]) => each.map((x) => (Number.isFinite(x) ? short(scale(x)) : null));
  return { value: value.map((x) => short(scale(x))), low: ends(low), high: ends(high) };
}

/** Four digits, which is more than any interval here leaves sure: findings hold thousands of them. */
const short = (x: number): number => Number(x.toPrecision(4));

const shortened = ({ value, low, high, n }: Estimate): Estimate => ({
  value: short(value),
  low: short(low),
  high: short(high),
  n,
});
