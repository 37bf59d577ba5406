import type { Estimated } from "../../../measure/statistics/estimated.ts";
import type { SweepPoint, VectorSweep } from "../../../measure/steering-sweep/findings.ts";
import { pointAt, whyNone } from "../../../measure/steering-sweep/warnings.ts";
import { pSigned } from "../../../study/emoji/numbers.ts";

/** "63", or with its interval "63 [51, 74]"; "-" where nothing can be told. */
export function whole(estimate: Estimated | null, withInterval = false): string {
  if (estimate === null) return "-";
  const { value, low, high } = estimate;
  const number = (x: number) => x.toFixed(0).replace("-0", "0");
  if (!withInterval || low === null || high === null) return number(value);
  return `${number(value)} [${number(low)}, ${number(high)}]`;
}

/** Where a point lies, in words. */
export const placeOf = ({ layer, strength }: { layer: number; strength: number }): string =>
  `layer ${layer} at strength ${strength}`;

/** What a sweep found, in a few sentences. */
export function sweepAnswer(sweep: VectorSweep): string[] {
  const { name, trait, best, fresh, zero, scorer, floor, lowest } = sweep;
  const none = whyNone(sweep);
  if (none !== undefined || best === null) return [`${name}: ${none}`];
  const at = pointAt(sweep, best);
  const least = lowest && pointAt(sweep, lowest);
  return [
    `${name} works best behind ${placeOf(best)}: answers score ${whole(at.trait, true)} of 100 for ${trait.name} (${scorer.name}), unsteered ${whole(zero.trait, true)}` +
      `${floor === null ? "" : `, with coherence ${whole(at.coherence, true)} (${scorer.coherenceBy}; floor ${floor})`}.`,
    ...(least ? [`Pushed the other way, ${placeOf(least)} has the least of it: ${whole(least.trait, true)}.`] : []),
    ...freshSentences(fresh),
  ];
}

function freshSentences(fresh: VectorSweep["fresh"]): string[] {
  if (fresh === null) return [];
  const { best, zero, gain, p, random, questions } = fresh;
  const cost =
    best.esr.value === zero.esr.value
      ? ""
      : `; answers with an emoji: ${percent(zero.esr.value)} unsteered, ${percent(best.esr.value)} steered`;
  return [
    `The best of many points looks better than it is. On ${questions} questions that chose nothing it scores ${whole(best.trait, true)} with coherence ${whole(best.coherence, true)}, unsteered ${whole(zero.trait, true)}` +
      `${gain === null ? "" : `: ${whole(gain, true)} more${p === null ? "" : ` (p ${pSigned(p)})`}`}${cost}.`,
    ...(random === null
      ? []
      : [
          `${random.directions} random direction${random.directions === 1 ? "" : "s"} of the same length there: ${whole(random.trait, true)} with coherence ${whole(random.coherence, true)}; the vector is ${whole(random.over, true)} above.`,
        ]),
  ];
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** The points that no other beats in both trait and coherence, gentlest first; without coherence the single highest. */
export function frontOf({ points }: Pick<VectorSweep, "points">): SweepPoint[] {
  const scored = points.filter(({ trait }) => trait !== null);
  const worth = ({ trait, coherence }: SweepPoint) => [trait!.value, coherence?.value ?? 0] as const;
  const beaten = (one: SweepPoint) =>
    scored.some((other) => {
      const [[a, b], [c, d]] = [worth(one), worth(other)];
      return c >= a && d >= b && (c > a || d > b);
    });
  return scored.filter((point) => !beaten(point)).sort((a, b) => a.trait!.value - b.trait!.value);
}
