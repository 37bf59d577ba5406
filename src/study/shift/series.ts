import { between } from "../../explain/guarded/outcome.ts";
import { bootstrap, drawResamples, type Resamples } from "../../measure/statistics/bootstrap.ts";
import { bounded, type Estimated } from "../../measure/statistics/estimated.ts";
import { pooledProportions } from "../../measure/statistics/pooled.ts";
import { wilson } from "../../measure/statistics/wilson.ts";
import type { AgainstPlain } from "./findings.ts";
import type { ShiftOutcome } from "./outcomes.ts";

/** What an arm did, question by question (`neutral`: text by text), means over its seeds; NaN where there is none. */
export interface Series {
  score: number[];
  coherence: number[];
  shift: number[];
  esr: number[];
  mass: number[];
  neutral: number[];
}

/** Draws shared by all arms, so that their differences rest on the same questions and texts. */
export interface Draws {
  questions: Resamples;
  texts: Resamples;
}

export const drawsOf = ({ observation: { score, neutral } }: ShiftOutcome, seed: number): Draws => ({
  questions: drawResamples(score.length, { seed, stream: "shift/questions" }),
  texts: drawResamples(neutral.length, { seed, stream: "shift/texts" }),
});

/** An arm's outcomes, one a seed, as one series. `base`: what shifts are told against. */
export function seriesOf(outcomes: readonly ShiftOutcome[], base: ShiftOutcome): Series {
  const over = (of: (outcome: ShiftOutcome) => readonly number[]): number[] => meanOver(outcomes.map(of));
  return {
    score: over(({ observation }) => observation.score),
    coherence: over(({ observation }) => observation.coherence),
    shift: over((outcome) => shiftBy(outcome, base)),
    esr: over(({ observation }) => observation.esr),
    mass: over(({ observation }) => observation.mass),
    neutral: over(({ observation }) => observation.neutral),
  };
}

/** By question: how far the prompt's last token has moved along the study's own vector. */
export const shiftBy = ({ observation }: ShiftOutcome, base: ShiftOutcome): number[] =>
  observation.projections[0]!.map((value, i) => value - base.observation.projections[0]![i]!);

/** Mean of several lists place by place, over those that have a number there. */
function meanOver(lists: readonly (readonly number[])[]): number[] {
  return lists[0]!.map((_, i) => {
    const own = lists.map((list) => list[i]!).filter((value) => !Number.isNaN(value));
    return own.reduce((sum, x) => sum + x, 0) / own.length;
  });
}

/** Mean over the places that have a number, with its interval; null where none has. */
export function estimateOf(
  values: readonly number[],
  draws: Resamples,
  support?: readonly [number, number],
): Estimated | null {
  const valued = values.filter((value) => !Number.isNaN(value)).length;
  if (valued === 0) return null;
  const mean = (indices: Uint32Array) => {
    let [total, n] = [0, 0];
    for (const index of indices) {
      const value = values[index]!;
      if (Number.isNaN(value)) continue;
      total += value;
      n++;
    }
    return total / n;
  };
  return { ...bounded(bootstrap(draws, mean, support)), n: valued };
}

/** The figures of one arm by itself; a share of several seeds is held to be as sure as one seed's, whose questions they share. */
export const figuresOf = (own: Series, { questions, texts }: Draws) => ({
  score: estimateOf(own.score, questions, [0, 100]),
  coherence: estimateOf(own.coherence, questions, [0, 100]),
  shift: estimateOf(own.shift, questions),
  esr: bounded(
    wilson(
      own.esr.reduce((sum, x) => sum + x, 0),
      own.esr.length,
    ),
  ),
  mass: estimateOf(own.mass, questions, [0, 1]),
  neutral: estimateOf(own.neutral, texts),
});

/** One arm less another. */
export const differences = (own: Series, other: Series, { questions, texts }: Draws) => ({
  score: estimateOf(minus(own.score, other.score), questions),
  shift: estimateOf(minus(own.shift, other.shift), questions),
  mass: estimateOf(minus(own.mass, other.mass), questions),
  esr: bounded(pooledProportions(own.esr, other.esr)),
  neutral: estimateOf(minus(own.neutral, other.neutral), texts),
});

/** Of what plain tuning brings, the share that is gone in an arm; null where plain tuning brings nothing clear. */
export function goneOf(
  own: Series,
  base: Series,
  plain: Series,
  draws: Draws,
): Pick<AgainstPlain, "traitGone" | "shiftGone" | "emojiGone"> {
  const gone = (of: (series: Series) => number[]) => {
    const as = (series: Series) => ({ mass: of(series), lean: of(series) });
    return between(as(own), as(base), as(plain), draws).removed;
  };
  return {
    traitGone: gone(({ score }) => score),
    shiftGone: gone(({ shift }) => shift),
    emojiGone: gone(({ mass }) => mass),
  };
}

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - b[i]!);
