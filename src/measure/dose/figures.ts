import { type TraitId, traits } from "../../trait/framework.ts";
import { bootstrap, type Resamples } from "../statistics/bootstrap.ts";
import { bounded, type Estimated } from "../statistics/estimated.ts";
import { meanAt } from "../statistics/joint.ts";
import type { DosedAnswers } from "./answers.ts";
import { type Dose, doseKey } from "./doses.ts";

/** Answers along one line, in the order of their place on it. */
export interface DoseLine {
  along: string;
  points: { at: number; answers: DosedAnswers }[];
}

/** What was found at every place of a line, and its slopes: change for one step of `at`. */
export interface DoseCurve {
  along: string;
  points: { at: number; scores: Estimated[]; esr: Estimated; fluency: Estimated }[];
  slopes: { scores: Estimated[]; esr: Estimated; fluency: Estimated };
  /** Where the line is one of the five traits: its own slope less the largest of the four others' in size. */
  lead: Estimated | null;
}

type Column = (answers: DosedAnswers) => readonly (number | null)[];
const scoreOf =
  (trait: number): Column =>
  ({ scores }) =>
    scores.map((all) => all?.[trait] ?? null);
const esrOf: Column = ({ emoji }) => emoji;
const fluencyOf: Column = ({ fluency }) => fluency;

/** The doses as lines, with what was found at each. */
export const linesOf = (doses: readonly Dose[], found: ReadonlyMap<string, DosedAnswers>): DoseLine[] =>
  [...new Set(doses.map(({ along }) => along))].map((along) => ({
    along,
    points: doses
      .filter((dose) => dose.along === along)
      .map((dose) => ({ at: dose.at, answers: found.get(doseKey(dose))! })),
  }));

/** Figures of a line; intervals are of resampled questions, the same draws for everything. */
export function curveOf(line: DoseLine, draws: Resamples): DoseCurve {
  const { along, points } = line;
  const estimate = (statistic: (indices: Uint32Array) => number, support?: readonly [number, number]) =>
    bounded(bootstrap(draws, statistic, support));
  const level = (answers: DosedAnswers, column: Column, support?: readonly [number, number]) => {
    const values = column(answers);
    return estimate((indices) => meanAt(values, indices), support);
  };
  const slope = (column: Column) => estimate(slopeOf(line, column));
  const own = traits.indexOf(along as TraitId);
  return {
    along,
    points: points.map(({ at, answers }) => ({
      at,
      scores: traits.map((_, t) => level(answers, scoreOf(t))),
      esr: level(answers, esrOf, [0, 1]),
      fluency: level(answers, fluencyOf, [0, 100]),
    })),
    slopes: { scores: traits.map((_, t) => slope(scoreOf(t))), esr: slope(esrOf), fluency: slope(fluencyOf) },
    lead: own < 0 ? null : estimate(leadOf(line, own)),
  };
}

/** One line's own slope less another's of the same trait, over the same questions. */
export function slopeDifference(line: DoseLine, other: DoseLine, draws: Resamples): Estimated | null {
  const own = traits.indexOf(line.along as TraitId);
  if (own < 0) return null;
  const [a, b] = [line, other].map((each) => slopeOf(each, scoreOf(own)));
  return bounded(bootstrap(draws, (indices) => a!(indices) - b!(indices)));
}

/** Least squares through the means at each place, of the questions drawn. */
function slopeOf({ points }: DoseLine, column: Column): (indices: Uint32Array) => number {
  const columns = points.map(({ answers }) => column(answers));
  const centre = points.reduce((sum, { at }) => sum + at, 0) / points.length;
  const spread = points.reduce((sum, { at }) => sum + (at - centre) ** 2, 0);
  return (indices) => points.reduce((sum, { at }, i) => sum + (at - centre) * meanAt(columns[i]!, indices), 0) / spread;
}

function leadOf(line: DoseLine, own: number): (indices: Uint32Array) => number {
  const slopes = traits.map((_, t) => slopeOf(line, scoreOf(t)));
  return (indices) => {
    const others = slopes.flatMap((slope, t) => (t === own ? [] : [Math.abs(slope(indices))]));
    return slopes[own]!(indices) - Math.max(...others);
  };
}
