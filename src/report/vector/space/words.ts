import type { Chance, Measured, SpaceFindings, SpaceLayer } from "../../../measure/trait-space/findings.ts";
import { interval } from "../../../study/emoji/numbers.ts";
import { signed } from "../words.ts";

/** "E+" for a pole of the Big Five (emotional stability is N-); another vector by its name. */
function labelOf({ name, pole }: SpaceFindings["vectors"][number]): string {
  if (pole === null) return name;
  const [trait, end] = pole.split("/") as [string, string];
  return `${trait[0]!.toUpperCase()}${end === "high" ? "+" : "-"}`;
}

/** Labels of all vectors; two that would be called alike go by their names. */
export function labelsOf({ vectors }: Pick<SpaceFindings, "vectors">): string[] {
  const labels = vectors.map(labelOf);
  return labels.map((label, i) => (labels.filter((other) => other === label).length > 1 ? vectors[i]!.name : label));
}

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

export const leading = ({ layers, main }: SpaceFindings): SpaceLayer =>
  layers.find(({ layer }) => layer === main.layer)!;

/** Whether a number lies outside of what it is without any trait; undefined where that is not known. */
export const beyond = ({ value, permuted }: Pick<Measured, "value" | "permuted">): boolean | undefined =>
  permuted === null ? undefined : value < permuted.low || value > permuted.high;

export const chanceText = ({ value, low, high }: Chance, format: (value: number) => string): string =>
  `${format(value)} [${format(low)}, ${format(high)}]`;

const figure = (measured: Measured, format: (value: number) => string): string =>
  measured.low === null ? format(measured.value) : `${format(measured.value)} [${interval(measured, format)}]`;

/** What the findings come to, a sentence each. */
export function spaceWords(findings: SpaceFindings): string[] {
  const { opposite, other, contrast } = leading(findings);
  const { main } = findings;
  return [
    ...(opposite === null ? [] : [oppositeWords(opposite, other, main.layer), ...contrastWords(contrast)]),
    componentWords(findings),
    ...commonWords(leading(findings)),
  ];
}

function oppositeWords(opposite: Measured, other: Measured | null, layer: number): string {
  const { permuted } = opposite;
  const control = permuted === null ? "" : `; ${signed(permuted.value)} when answers change places`;
  const rest = other === null ? "" : ` Other pairs: ${figure(other, signed)}.`;
  const way = oppositeVerdict(opposite);
  return `${way}: their mean cosine is ${figure(opposite, signed)} at layer ${layer}${control}.${rest}`;
}

function contrastWords(contrast: Measured | null): string[] {
  if (contrast === null) return [];
  const { value, low, high, permuted } = contrast;
  const clear = low !== null && high !== null && low * high > 0;
  const outside = permuted === null ? "" : `; ${chanceText(permuted, signed)} when answers change places`;
  const way = clear ? (value < 0 ? "further apart than" : "nearer to each other than") : "as near to each other as";
  return [`Opposite poles are ${way} other pairs are: by ${figure(contrast, signed)}${outside}.`];
}

function oppositeVerdict({ value, permuted }: Measured): string {
  if (permuted !== null && permuted.high - permuted.low < 1e-6)
    return "Opposite poles lie to each other as they were made to, whatever the answers say";
  if (value <= -0.5 && (permuted === null || value < permuted.low)) return "Opposite poles are opposite";
  if (permuted === null) return "Opposite poles are not opposite";
  if (value > permuted.high) return "Opposite poles are not opposite but alike, more than shared answers make them";
  if (value < permuted.low) return "Opposite poles are set apart, but not opposite";
  return "Opposite poles are neither more opposite nor more alike than shared answers make them";
}

function componentWords(findings: SpaceFindings): string {
  const { shares } = leading(findings);
  const labels = labelsOf(findings);
  const told = shares.slice(0, 2).map((share, k) => {
    const scores = findings.scores[k]!;
    const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
    const ends = [order.slice(0, 2), order.slice(-2).reverse()].map((two) => two.map((i) => labels[i]).join(", "));
    return `${k === 0 ? "The first component" : "the second"} holds ${percent(share.value)} of the variance${share.permuted === null ? "" : ` (answers permuted: ${percent(share.permuted.value)})`}, from ${ends[1]} to ${ends[0]}`;
  });
  const more = shares.findIndex((share) => !(share.permuted !== null && share.value > share.permuted.high));
  const count =
    shares[0]!.permuted === null
      ? ""
      : ` ${more < 0 ? shares.length : more} of ${shares.length} hold more than permuted answers give.`;
  return `${told.join("; ")}.${count}`;
}

function commonWords({ common }: SpaceLayer): string[] {
  if (common.permuted === null || Math.abs(common.value) < 0.05) return [];
  return [
    `All vectors have ${percent(common.value)} in common (their mean's squared length; ${percent(common.permuted.value)} when answers change places).`,
  ];
}
