import type { Outcome } from "../../../explain/ablate/effects.ts";
import type { AblateFindings } from "../../../explain/ablate/findings.ts";
import type { Estimated } from "../../../explain/findings.ts";
import { interval, percent, pSigned, small } from "../../../study/emoji/numbers.ts";

type NeuronFindings = NonNullable<AblateFindings["neurons"]>;
type DirectionFindings = NonNullable<AblateFindings["directions"]>;

/** A share without decimals. */
export const whole = (share: number): string => `${Math.round(100 * share)} %`;

/** A rate with its interval. */
export const rateWords = (estimate: Estimated): string => `${percent(estimate.value)} (${interval(estimate, percent)})`;

/** The two ends, in a sentence. */
export const endWords = ({ persona, reference, counts }: AblateFindings): string =>
  `Reading the same ${counts.texts} answers up to their first emoji, ${persona.label} gives an emoji ${small(persona.mass.value)} at a sentence end (${interval(persona.mass, small)}), ${reference.label} ${small(reference.mass.value)} (${interval(reference.mass, small)}).`;

/** What the neurons say, in sentences; nothing where there are no emoji to lose. */
export function neuronWords({ neurons, persona, criteria }: AblateFindings): string[] {
  if (neurons === null || persona.removed === null) return [];
  const { smallest, total, random, sizes } = neurons;
  const everything = sizes.find(({ k, clamp }) => k === total && clamp === "take");
  const all =
    everything && smallest?.k !== total ? [`All ${total} neurons held: ${goneAndLeft(everything.outcome)}.`] : [];
  return [
    smallest === null
      ? `No set of suspected neurons, held at the reference's values, removes the emoji (the lower end of what is gone stays below ${whole(criteria.removed)}): they are not in a few neurons.`
      : foundWords(smallest, total),
    ...all,
    ...(random ? [chanceWords(random)] : []),
  ];
}

function foundWords({ k, outcome, keepsTrait }: NonNullable<NeuronFindings["smallest"]>, total: number): string {
  const gone = `the emoji (${shareWords(outcome.removed)} of the mass gone)`;
  const who =
    k === total
      ? `Only all ${total} neurons together, held at the reference's values, remove`
      : k === 1
        ? `The most suspected of ${total} neurons, held at the reference's values, by itself removes`
        : `The ${k} most suspected of ${total} neurons, held at the reference's values, remove`;
  const kept =
    keepsTrait === null
      ? "whether the trait stays cannot be told"
      : `the trait ${keepsTrait ? "stays" : "does not stay"} (${shareWords(outcome.retained)} left)`;
  return `${who} ${gone}; ${kept}.`;
}

function chanceWords({ k, sets, chance, own }: NonNullable<NeuronFindings["random"]>): string {
  const most = Math.max(...sets.map(({ removed }) => removed?.value ?? 0));
  const [of, theirs, ours] =
    k === 1
      ? ["single neurons", "the best of them removes", "the suspected one"]
      : [`sets of ${k} neurons`, "the best of them removes", "the suspected ones"];
  return `Against ${sets.length} random ${of} matched by layer and size of change: ${theirs} ${whole(most)}, ${ours} ${whole(own.removed?.value ?? 0)}${chance === null ? "" : ` (p ${pSigned(chance)})`}.`;
}

/** What the direction says, in sentences; nothing where there are no emoji to lose. */
export function directionWords({ directions, persona }: AblateFindings): string[] {
  if (directions === null || persona.removed === null) return [];
  const { layers, best, all, random, randomAll } = directions;
  const own = layers.find(({ layer }) => layer === best)!.outcome;
  return [
    `Held at the reference's mean along one direction after layer ${best}: ${goneAndLeft(own)}${against(random)}.`,
    `The same after every layer: ${goneAndLeft(all)}${against(randomAll)}.`,
  ];
}

const against = ({ sets, chance }: DirectionFindings["random"]): string =>
  chance === null ? "" : ` (p ${pSigned(chance)} against ${sets.length} random ones as far moved)`;

const goneAndLeft = ({ removed, retained }: Outcome): string =>
  `${shareWords(removed)} of the mass gone, ${retained === null ? "the trait cannot be told" : `${shareWords(retained)} of the trait left`}`;

/** "84 % (80 to 88 %)". */
const shareWords = (estimate: Estimated | null): string =>
  estimate === null ? "none" : `${whole(estimate.value)} (${interval(estimate, whole)})`;
