import type { Estimated } from "../../../measure/statistics/estimated.ts";
import { type FallReason, reasons, reasonText } from "../../../measure/vectors/filter.ts";
import type { VectorFindings, VectorLayer } from "../../../measure/vectors/findings.ts";

/** Two digits behind the point, and no minus before zero. */
export const two = (value: number): string => value.toFixed(2).replace(/^-(0\.00)$/, "$1");

/** "0.98 [0.95, 1.00]"; an end without a bound is left open. */
export const ranged = ({ value, low, high }: Estimated, format: (x: number) => string = two): string =>
  low === null && high === null
    ? format(value)
    : `${format(value)} [${low === null ? "..." : format(low)}, ${high === null ? "..." : format(high)}]`;

export const wholePercent = (share: number): string => `${Math.round(100 * share)} %`;

/** The layer that is suggested. */
const suggestedLayer = ({ layers, suggested }: VectorFindings): VectorLayer =>
  layers.find(({ layer }) => layer === suggested)!;

const counterpartOf = ({ from, against }: VectorFindings["source"]): string => {
  if (from === "instructions") return "one that was asked for its absence";
  if (against === "others") return "those of the poles of other traits";
  return against === "neutral" ? "a neutral one" : "one of the opposite pole";
};

/** How good the vector is, in a few sentences. */
export function extractAnswer(findings: VectorFindings): string[] {
  const { trait, pairs, layers, source } = findings;
  const at = suggestedLayer(findings);
  const told = layers.filter(({ auc }) => auc.low !== null && auc.low > 0.5).length;
  return [
    `Along the vector of layer ${at.layer}, an answer that shows "${trait.name}" lies further than ${counterpartOf(source)} with probability ${ranged(at.auc)}, ` +
      `at ${two(at.d.value)} standard deviations (on questions that the vector was not made of; 0.5 is chance).`,
    `${told} of ${layers.length} layers tell the two sides apart beyond chance.`,
    ...(at.splitHalf === null
      ? []
      : [
          `Vectors made of two halves of the ${pairs.questions} questions have a cosine of ${two(at.splitHalf.value)}.`,
        ]),
    `${pairs.kept} of ${pairs.asked} pairs of answers were kept.`,
  ];
}

/** Why pairs fell, most frequent first: "12: positive answer below 50 for the trait". */
export const fallenWords = ({ pairs: { fell }, thresholds }: VectorFindings): { reason: string; count: number }[] =>
  reasons
    .map((reason: FallReason) => ({ reason: reasonText(reason, thresholds), count: fell[reason] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);

/** What is done with a vector next, as commands. */
export function nextCommands(
  vector: string,
  { layer, model, trait }: { layer: number; model: string; trait: string },
): { about: string; line: string }[] {
  const named = model === "embedded" ? "" : ` -m ${model}`;
  return [
    {
      about: "Which layer and strength give the trait without breaking the answers",
      line: `traitlab vector sweep ${vector}${named}`,
    },
    {
      about: "A persona that is steered at the suggested layer, by a usual strength",
      line: `traitlab induce steer${named} --vector ${vector} --layers ${layer} --strength 0.4 -o personas/${trait}`,
    },
    { about: "How far answers lie along it", line: `traitlab vector project ${vector}${named}` },
  ];
}
