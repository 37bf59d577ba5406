import type { Outcome } from "../../../explain/ablate/effects.ts";
import type { AblateFindings } from "../../../explain/ablate/findings.ts";
import type { Estimated } from "../../../explain/findings.ts";
import { interval, percent, pValue, small } from "../../../study/emoji/numbers.ts";

/** "84 % (80 to 88 %)"; a dash where there was nothing to measure against. */
export const shareWords = (estimate: Estimated | null): string =>
  estimate === null ? "–" : `${whole(estimate.value)} (${interval(estimate, whole)})`;

/** A share without decimals. */
export const whole = (share: number): string => `${Math.round(100 * share)} %`;

/** What the neurons say, in sentences. */
export function neuronWords({ neurons, criteria }: AblateFindings): string[] {
  if (neurons === null) return [];
  const { smallest, total, random, sizes } = neurons;
  const everything = sizes.find(({ k, clamp }) => k === total && clamp === "take");
  const found =
    smallest === null
      ? `No set of suspected neurons, held at the reference's values, removes the emoji (the lower end of what is gone stays below ${whole(criteria.removed)}): they are not in a few neurons.`
      : smallest.k === total
        ? `Only all ${total} neurons together, held at the reference's values, remove the emoji (${shareWords(smallest.outcome.removed)} of the mass gone); ${keptWords(smallest)}.`
        : `The ${smallest.k} most suspected of ${total} neurons, held at the reference's values, remove the emoji (${shareWords(smallest.outcome.removed)} of the mass gone); ${keptWords(smallest)}.`;
  const all =
    everything && smallest?.k !== total
      ? [
          `All ${total} neurons held: ${shareWords(everything.outcome.removed)} gone, ${shareWords(everything.outcome.retained)} of the trait left.`,
        ]
      : [];
  return [found, ...all, ...(random ? [chanceWords(random)] : [])];
}

const keptWords = ({ keepsTrait, outcome }: { keepsTrait: boolean | null; outcome: Outcome }): string =>
  keepsTrait === null
    ? "whether the trait stays cannot be told"
    : keepsTrait
      ? `the trait stays (${shareWords(outcome.retained)} left)`
      : `the trait does not stay (${shareWords(outcome.retained)} left)`;

function chanceWords({ k, sets, chance, own }: NonNullable<NonNullable<AblateFindings["neurons"]>["random"]>): string {
  const least = Math.max(...sets.map(({ removed }) => removed?.value ?? 0));
  return `Against ${sets.length} random sets of ${k} neurons matched by layer and size of change: theirs remove at most ${whole(least)}, the suspected ones ${whole(own.removed?.value ?? 0)}${chance === null ? "" : ` (p ${equals(pValue(chance))})`}.`;
}

/** What the direction says, in sentences. */
export function directionWords({ directions }: AblateFindings): string[] {
  if (directions === null) return [];
  const { layers, best, all, random, randomAll } = directions;
  const own = layers.find(({ layer }) => layer === best)!.outcome;
  const against = ({ sets, chance }: typeof random) =>
    chance === null ? "" : ` (p ${equals(pValue(chance))} against ${sets.length} random ones as far moved)`;
  return [
    `Held at the reference's mean along one direction after layer ${best}: ${shareWords(own.removed)} of the mass gone, ${shareWords(own.retained)} of the trait left${against(random)}.`,
    `The same after every layer: ${shareWords(all.removed)} gone, ${shareWords(all.retained)} left${against(randomAll)}.`,
  ];
}

const equals = (p: string): string => (p.startsWith("<") ? p : `= ${p}`);

/** The two ends, in a sentence. */
export const endWords = ({ persona, reference, counts }: AblateFindings): string =>
  `Reading the same ${counts.texts} answers up to their first emoji, ${persona.label} gives an emoji ${small(persona.mass.value)} at a sentence end (${interval(persona.mass, small)}), ${reference.label} ${small(reference.mass.value)} (${interval(reference.mass, small)}).`;

/** A rate with its interval. */
export const rateWords = (estimate: Estimated): string => `${percent(estimate.value)} (${interval(estimate, percent)})`;
