import type { VectorFindings } from "./findings.ts";

/** What would make a vector worth less than it looks, one sentence each. */
export function warningsOf(findings: Omit<VectorFindings, "warnings">): string[] {
  const { source, scorer, pairs, layers, suggested } = findings;
  const at = layers.find(({ layer }) => layer === suggested)!;
  const warnings: string[] = [];
  if (scorer === null && source.from === "instructions")
    warnings.push(
      "Nobody scored the answers: the vector is of what the model was asked to show, and not of what it showed. Name a --judge.",
    );
  const weak = (["positive", "negative"] as const).filter((side) => pairs.passed[side].value < 0.3);
  for (const side of weak)
    warnings.push(
      `Of the ${side} answers only ${percent(pairs.passed[side].value)} passed: the vector is made of those few that did.`,
    );
  if (at.splitHalf !== null && at.splitHalf.value < 0.7)
    warnings.push(
      `At layer ${suggested} the vectors of two halves of the questions have a cosine of ${at.splitHalf.value.toFixed(2)}: more questions are needed before it means much.`,
    );
  if (at.betweenSeeds !== null && at.betweenSeeds.value < 0.7)
    warnings.push(
      `At layer ${suggested} the vectors of two halves of the draws have a cosine of ${at.betweenSeeds.value.toFixed(2)}: more --rollouts are needed.`,
    );
  if (at.auc.low !== null && at.auc.low <= 0.6)
    warnings.push(
      `At layer ${suggested} the sides hardly differ (held-out AUC ${at.auc.value.toFixed(2)}, from ${at.auc.low.toFixed(2)}).`,
    );
  return warnings;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
