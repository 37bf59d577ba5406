import type { ShiftFindings } from "../../study/shift/findings.ts";
import { spoken } from "../emoji/answer.ts";
import { tied } from "../emoji/cells.ts";
import type { RunFacts } from "../emoji/types.ts";
import { html } from "../html/markup.ts";
import { page } from "../html/page.ts";
import { armSection } from "./sections/arms.ts";
import { claimSection } from "./sections/claims.ts";
import { limitSection, reproduceSection } from "./sections/closing.ts";
import { foretoldSection } from "./sections/foretold.ts";
import { preventedSection } from "./sections/prevented.ts";
import { answer, modelLabel } from "./words.ts";

/** `report.html` of a shift study: one file, readable offline and without scripts. The same input gives the same bytes. */
export function renderShiftReport(findings: ShiftFindings, run: RunFacts): string {
  const { model, settings, arms } = findings;
  const [asked, ...came] = answer(findings);
  return page({
    title: `Shift study of ${modelLabel(model)}`,
    subtitle: `What training data foretell and what keeps a trait out: ${spoken(settings.trait)}, ${settings.shares.length} mixtures, ${arms.length} arms, ${settings.seeds} seed${settings.seeds === 1 ? "" : "s"}`,
    lead: html`<div class="lead"><p>${tied(asked!)}</p><p>${tied(came.join(" "))}</p></div>`,
    sections: [
      claimSection(findings),
      foretoldSection(findings),
      preventedSection(findings),
      armSection(findings),
      reproduceSection(findings, run),
      limitSection(findings),
    ],
    footer: `Written by traitlab ${run.versions.traitlab ?? ""} from findings.json of this folder.`,
  });
}
