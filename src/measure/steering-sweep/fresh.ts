import { findEmoji } from "../../base/text/emoji.ts";
import type { Directions } from "../../model/directions/about.ts";
import { randomDirections } from "../../model/directions/random.ts";
import type { Variant } from "../../model/edit/types.ts";
import type { Positions } from "../../model/steering/types.ts";
import { bootstrap, drawResamples } from "../statistics/bootstrap.ts";
import { bounded, type Estimated } from "../statistics/estimated.ts";
import { bootstrapJointly, meanAt } from "../statistics/joint.ts";
import { signFlipTest } from "../statistics/sign-flip.ts";
import { type KnownAnswer, pointFigures } from "./figures.ts";
import type { FreshFigures } from "./findings.ts";
import type { SteeringPoint } from "./grid.ts";
import { steeredVariant } from "./variant.ts";

/** The variants that answer questions which chose nothing: unsteered, at the chosen points, and along random directions. */
export function freshVariants(
  name: string,
  directions: Directions,
  { best, lowest }: { best: SteeringPoint; lowest: SteeringPoint | null },
  { positions, random, seed }: { positions: Positions; random: number; seed: number },
): Variant[] {
  const steered = (id: string, point: SteeringPoint, of: Directions = directions) =>
    steeredVariant(`${name}/${id}`, of, point, positions);
  return [
    steered("zero", { ...best, strength: 0 }),
    steered("best", best),
    ...(lowest ? [steered("lowest", lowest)] : []),
    ...Array.from({ length: random }, (_, i) =>
      steered(`random${i + 1}`, best, randomTwin(directions, best.layer, { seed, stream: `sweep/${name}/random${i}` })),
    ),
  ];
}

/** A random direction in the place of one layer's vector, as long. */
export function randomTwin(
  { about, vectors }: Directions,
  layer: number,
  options: { seed: number; stream: string },
): Directions {
  const own = new Map([[layer, vectors.get(layer)!]]);
  return { about, vectors: randomDirections({ vectors: own }, options) };
}

/** Figures of such answers; each list is in the order of the questions. */
export function freshFigures(
  questions: readonly string[],
  {
    zero,
    best,
    lowest,
    random,
  }: {
    zero: readonly KnownAnswer[];
    best: readonly KnownAnswer[];
    lowest: readonly KnownAnswer[] | null;
    random: readonly (readonly KnownAnswer[])[];
  },
  { name, seed }: { name: string; seed: number },
): FreshFigures {
  const draws = drawResamples(questions.length, { seed, stream: "sweep/fresh" });
  const differences = differencesOf(best, zero);
  const known = differences.filter((value) => value !== null);
  return {
    questions: questions.length,
    zero: pointFigures(zero, draws),
    best: pointFigures(best, draws),
    lowest: lowest && pointFigures(lowest, draws),
    gain:
      known.length === 0 ? null : bounded({ ...bootstrap(draws, (at) => meanAt(differences, at)), n: known.length }),
    p: known.length === 0 ? null : signFlipTest(known, { seed, stream: `sweep/${name}` }),
    random: random.length === 0 ? null : randomFigures(best, random, seed),
    examples: questions.slice(0, 3).map((question, i) => ({ question, zero: zero[i]!.text, best: best[i]!.text })),
  };
}

/** By question; null where either side has no score. */
const differencesOf = (a: readonly KnownAnswer[], b: readonly KnownAnswer[]): (number | null)[] =>
  a.map(({ trait }, i) => {
    const other = b[i]!.trait;
    return trait === null || other === null ? null : trait - other;
  });

function randomFigures(
  best: readonly KnownAnswer[],
  random: readonly (readonly KnownAnswer[])[],
  seed: number,
): FreshFigures["random"] {
  const sizes = { questions: best.length, directions: random.length };
  const estimate = (
    of: (direction: number, question: number) => number | null,
    support?: readonly [number, number],
  ) => {
    const table = random.map((_, d) => best.map((_, q) => of(d, q)));
    const mean = ({ questions, directions }: Record<"questions" | "directions", Uint32Array>) => {
      const rows = [...directions].map((d) => meanAt(table[d]!, questions));
      return meanAt(
        rows.map((value) => (Number.isNaN(value) ? null : value)),
        Uint32Array.from(rows.keys()),
      );
    };
    return bounded(bootstrapJointly(sizes, mean, { seed, stream: "sweep/random" }, support));
  };
  const finite = (found: Estimated): Estimated | null => (Number.isNaN(found.value) ? null : found);
  const trait = finite(estimate((d, q) => random[d]![q]!.trait, [0, 100]));
  const over = finite(estimate((d, q) => differencesOf([best[q]!], [random[d]![q]!])[0]!));
  if (trait === null || over === null) return null;
  return {
    directions: random.length,
    trait,
    coherence: finite(estimate((d, q) => random[d]![q]!.coherence, [0, 100])),
    esr: estimate((d, q) => (findEmoji(random[d]![q]!.text).length > 0 ? 1 : 0), [0, 1]),
    over,
  };
}
