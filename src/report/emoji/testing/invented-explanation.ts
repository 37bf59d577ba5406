import type { Explanation, TableClaim, TableVerdict } from "../../../study/emoji/explain/findings.ts";
import { guardedFindings } from "../../explain/testing/guarded-findings.ts";
import { layersFindings } from "../../explain/testing/layers-findings.ts";
import { neuronsFindings } from "../../explain/testing/neurons-findings.ts";
import { tokensFindings } from "../../explain/testing/tokens-findings.ts";

/** A claim with a verdict; its texts try to break out of the page. */
export const claimOf = (id: string, verdict: TableVerdict, truth: TableClaim["truth"] = null): TableClaim => ({
  id,
  whose: "ours",
  claim: `The claim <${id}>.`,
  criterion: "What must be < seen.",
  evidence: "What was seen: 5 %.",
  verdict,
  truth,
});

/** A second half that never was. */
export function inventedExplanation(claims: TableClaim[]): Explanation {
  return {
    voice: "extraversion/high",
    persona: "persona",
    control: "control",
    tokens: tokensFindings((arm) => ({ base: 0.001, persona: 0.04, control: 0.0005 })[arm]!),
    layers: layersFindings(),
    neurons: neuronsFindings(),
    guarded: guardedFindings("no"),
    missing: [{ part: "icl", reason: "nothing to ask <about>" }],
    claims,
  };
}
