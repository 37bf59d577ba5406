import type { ShiftClaim, ShiftFindings } from "../../../study/shift/findings.ts";
import { note, tied } from "../../emoji/cells.ts";
import { tableSigns, verdictClass } from "../../emoji/sections/claim-table.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";

/** The claims, whose they are, what was fixed as their criterion, and what was found. */
export function claimSection({ claims, warnings }: ShiftFindings): PageSection {
  const columns = [{ title: "Claim" }, { title: "Verdict" }, { title: "Evidence", kind: "prose" as const }];
  const row = ({ claim, criterion, verdict, evidence }: ShiftClaim) => [
    html`<span class="claim">${claim}</span><span class="question">${criterion}</span>`,
    html`<span class="verdict verdict-${verdictClass[verdict]}"><span aria-hidden="true">${tableSigns[verdict]} </span>${verdict}</span>`,
    tied(evidence),
  ];
  const groups = (["the paper's", "ours"] as const).map((whose) => ({
    title: { "the paper's": "Claims of the paper (arXiv 2507.21509)", ours: "Our questions" }[whose],
    rows: claims.filter((claim) => claim.whose === whose).map(row),
  }));
  return {
    id: "claims",
    title: "What holds",
    body: html`${warnings.map(note)}
${dataTable("The small print under each claim was fixed before any model was looked at. Intervals are 95 %.", columns, groups)}`,
  };
}
