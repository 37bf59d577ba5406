import type { Contrast, Settings } from "./findings.ts";
import { interval, percent, points, pSigned, size, small, times } from "./numbers.ts";
import type { Judgement } from "./verdict.ts";

/** A verdict in words: the two values, the difference with its interval, and what follows from it. */
export function verdictWords(contrast: Contrast, judgement: Judgement, settings: Settings, familySize: number): string {
  return [figures(contrast, familySize), consequence(contrast, judgement, settings, familySize), seeds(contrast)]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** A contrast named beside a verdict: "Beside it, the emoji mass: ×2.1 (95 % interval ×1.2 to ×3.9)." */
export const besideWords = (contrast: Contrast, as: string): string =>
  `Beside it, ${as}: ${size(contrast, contrast.estimate.value)} (95 % interval ${interval(contrast.estimate, formatOf(contrast))}).`;

function figures(contrast: Contrast, familySize: number): string {
  const { scale, measure, values, estimate, paired, pHolm } = contrast;
  const level = measure === "emojiMassPast" ? times : scale === "ratio" ? small : percent;
  const units = paired ? plural(estimate.n, "question") : `${plural(estimate.n, "response")} with an emoji`;
  const compared =
    measure === "firstEmojiPast"
      ? "expected by chance"
      : `of ${contrast.against.startsWith("base") ? "the base model" : otherSide(contrast)}`;
  return (
    `${level(values.arm)} against ${level(values.against)} ${compared}: ${size(contrast, estimate.value)} ` +
    `(95 % interval ${interval(estimate, formatOf(contrast))}; ${units}; p ${pSigned(pHolm)} corrected for ${plural(familySize, "comparison")}).`
  );
}

const otherSide = ({ against }: Contrast): string =>
  against.startsWith("control") ? "the control" : "the arm with a loss on every token";

function consequence(
  contrast: Contrast,
  { verdict, withheld, detectable }: Judgement,
  settings: Settings,
  familySize: number,
): string {
  const { scale } = contrast;
  const { share, ratio } = settings.smallestEffect;
  const rise = (value: number) =>
    scale === "ratio" ? `to ${times(value)}` : `of ${points(value).replace("+", "")} points`;
  if (verdict === "shown") return "";
  if (verdict === "contradicted") return "It went the other way.";
  if (verdict === "shown absent") return `A rise ${rise(scale === "ratio" ? ratio : share)} or more is excluded.`;
  const why = {
    correction: `The interval alone leaves out no change, but not after the correction for ${familySize}.`,
    seeds: "The seeds do not agree in direction.",
  };
  if (withheld === "seeds") return why.seeds;
  return [withheld ? why[withheld] : "", power(contrast, detectable, rise)]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** What could have been found, so that nobody takes "not shown" for "not there". */
function power(contrast: Contrast, detectable: Judgement["detectable"], rise: (value: number) => string): string {
  if (detectable === undefined) return "";
  const other = contrast.favours?.against ?? 0;
  if (detectable === null) {
    return other === 0
      ? "So few questions could not have shown any rise."
      : `With ${other} of ${contrast.estimate.n} questions going the other way, no rise on the others would have been called.`;
  }
  // With several seeds a question counts once any of them rises: the test then has more power than this.
  const chance = contrast.bySeed.length > 1 ? "of at least 80 %" : "of 80 %";
  const level = contrast.scale === "ratio" ? " (before correction)" : "";
  return `A rise ${rise(detectable)} would have been found with a chance ${chance}${level}; a smaller one may have been missed.`;
}

function seeds(contrast: Contrast): string {
  const { seeds: all, bySeed } = contrast;
  if (all.length === 0) return "";
  if (all.length === 1) return "One tuning seed: nothing is said of others.";
  const format = formatOf(contrast);
  return bySeed.length === all.length ? `By tuning seed: ${bySeed.map(format).join(", ")}.` : "";
}

const formatOf = ({ scale }: Contrast) => (scale === "ratio" ? times : points);
const plural = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`;
