import type { Explanation, TableClaim, TableVerdict } from "../../../study/emoji/explain/findings.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { spoken } from "../answer.ts";
import { note, tied } from "../cells.ts";

/** A sign for each verdict of the table, so that colour is never needed. */
export const tableSigns: Record<TableVerdict, string> = {
  supported: "●",
  "not supported": "✕",
  "cannot tell at this n": "◌",
};

/** The look of each verdict of the table. */
export const verdictClass: Record<TableVerdict, string> = {
  supported: "shown",
  "not supported": "contradicted",
  "cannot tell at this n": "not-shown",
};

/** The claims about where the emoji come from, whose they are, what was fixed as their criterion, and what was found. */
export function claimTableSection({ claims, voice, missing }: Explanation): PageSection {
  const known = claims.some(({ truth }) => truth !== null);
  const columns = [
    { title: "Claim" },
    { title: "Verdict" },
    { title: "Evidence", kind: "prose" as const },
    ...(known ? [{ title: "Truth", kind: "prose" as const }] : []),
  ];
  const row = (claim: TableClaim) => [
    html`<span class="claim">${claim.claim}</span><span class="question">${claim.criterion}</span>`,
    html`<span class="verdict verdict-${verdictClass[claim.verdict]}"><span aria-hidden="true">${tableSigns[claim.verdict]} </span>${claim.verdict}</span>`,
    tied(claim.evidence),
    ...(known ? [tied(truthWords(claim))] : []),
  ];
  const groups = (["the paper's", "its critics'", "ours"] as const).map((whose) => ({
    title: { "the paper's": "Claims of the paper", "its critics'": "Claims of its critics", ours: "Our claims" }[whose],
    rows: claims.filter((claim) => claim.whose === whose).map(row),
  }));
  return {
    id: "claims",
    title: "What holds",
    body: html`${dataTable(
      `Claims about ${spoken(voice)}; the small print under each was fixed before any model was looked at`,
      columns,
      groups.filter(({ rows }) => rows.length > 0),
    )}
${known ? note("Truth: how this model was made is known; where a network keeps what it learned, nobody chose, and nothing is known.") : null}
${missing.map(({ part, reason }) => note(`explain ${part}: ${reason}`))}`,
  };
}

/** What is true by construction, with a word in front. */
function truthWords({ truth }: Pick<TableClaim, "truth">): string {
  if (truth === null) return "";
  return `${truth.holds === null ? "Unknown" : truth.holds ? "True" : "False"}: ${truth.words}`;
}
