import { pSigned } from "../emoji/numbers.ts";
import type { SteerContrast, SteerVector } from "./findings.ts";

/** Chance of a false call allowed in each family of comparisons. */
export const alpha = 0.05;

/** "+12.3", "−0.4", "0.0": points of 100. */
export function points(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === "0.0" ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** "+12.3 [+4.0, +20.1]". */
export const ranged = ({ value, low, high }: SteerContrast["difference"]): string =>
  low === null || high === null ? points(value) : `${points(value)} [${points(low)}, ${points(high)}]`;

const isSure = (contrast: SteerContrast | null): boolean => contrast?.pHolm != null && contrast.pHolm < alpha;
const isAbove = (contrast: SteerContrast | null): boolean => isSure(contrast) && contrast!.difference.value > 0;

type Judged = Omit<SteerVector, "verdict" | "words">;

/** What the comparisons of one vector say together. */
export function verdictOf(vector: Judged): Pick<SteerVector, "verdict" | "words"> {
  const { best, own, overRandom, overVectors, overTraits } = vector;
  const verdict = ((): SteerVector["verdict"] => {
    if (best === null || own === null) return "no point";
    if (isSure(own) && own.difference.value < 0) return "other way";
    if (!isAbove(own) || (overRandom !== null && !isAbove(overRandom))) return "not shown";
    return isAbove(overVectors) && isAbove(overTraits) ? "its own most" : "its own";
  })();
  return { verdict, words: wordsOf(vector) };
}

function wordsOf({ name, best, why, own, overVectors, overTraits, overRandom, down, opposite }: Judged): string {
  if (best === null || own === null) return why ?? `Answers could not be scored for ${name}.`;
  const said = [
    `Behind layer ${best.layer} at strength ${best.strength} the vector changes its own trait by ${ranged(own.difference)} points (p ${pSigned(own.pHolm!)}).`,
    ...(overRandom
      ? [`That is ${ranged(overRandom.difference)} above random directions there (p ${pSigned(overRandom.pHolm!)}).`]
      : []),
    ...(overVectors
      ? [
          `Of the other vectors, ${overVectors.rival} comes nearest to raising it as much: ${ranged(overVectors.difference)} between them (p of being above all ${pSigned(overVectors.pHolm!)}).`,
        ]
      : []),
    ...(overTraits
      ? [
          `Of the other traits, it raises ${overTraits.rival} most: its own changes by ${ranged(overTraits.difference)} more (p of above all ${pSigned(overTraits.pHolm!)}).`,
        ]
      : []),
    ...(down ? [`The other end, ${opposite}, changes by ${ranged(down.difference)} (p ${pSigned(down.pHolm!)}).`] : []),
  ];
  return said.join(" ");
}

/** Whether the trait at the other end falls beyond chance; null where it is not among those measured. */
export const pushesDown = ({ down }: Pick<SteerVector, "down">): boolean | null =>
  down === null ? null : isSure(down) && down.difference.value < 0;
