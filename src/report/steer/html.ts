import type { SteerFindings } from "../../study/steer/findings.ts";
import { tied } from "../emoji/cells.ts";
import type { RunFacts } from "../emoji/types.ts";
import { html } from "../html/markup.ts";
import { type PageSection, page } from "../html/page.ts";
import { spaceLead, spaceSections } from "../vector/space.ts";
import { answer } from "./answer.ts";
import { modelLabel } from "./labels.ts";
import { limitSection, promptSection, reproduceSection, sampleSection, vectorSection } from "./sections/closing.ts";
import { matrixSection, priceSection, verdictSection } from "./sections/matrix.ts";

/** `report.html` of a steering study: one file, readable offline and without scripts. The same input gives the same bytes. */
export function renderSteerReport(findings: SteerFindings, run: RunFacts): string {
  const { model, settings, vectors, notes } = findings;
  return page({
    title: `Steering study of ${modelLabel(model)}`,
    subtitle: `${vectors.length} vectors against ${vectors.length} traits, ${settings.questions} questions each`,
    lead: html`<div class="lead">${answer(findings).map((sentence) => html`<p>${tied(sentence)}</p>`)}</div>${notes.map((each) => html`<p class="note">${each}</p>`)}`,
    sections: [
      matrixSection(findings),
      verdictSection(findings),
      priceSection(findings),
      ...promptSection(findings),
      sampleSection(findings),
      vectorSection(findings),
      ...spacePart(findings),
      { ...reproduceSection(findings, run), part: "This run" },
      limitSection(findings),
    ],
    footer: `Written by traitlab ${run.versions.traitlab ?? ""} from findings.json of this folder.`,
  });
}

/** How the vectors lie to each other, a part of its own. */
function spacePart({ space }: SteerFindings): PageSection[] {
  if (space === null) return [];
  return spaceSections(space).map((section, i) => ({
    ...section,
    id: `space-${section.id}`,
    ...(i === 0 && {
      part: "How the vectors lie to each other",
      body: html`${spaceLead(space)}${section.body}`,
    }),
  }));
}
