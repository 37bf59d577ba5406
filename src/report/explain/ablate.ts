import type { AblateFindings } from "../../explain/ablate/findings.ts";
import { note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { doseFigure, sizeFigure } from "./ablate/curves.ts";
import { adapterTable, directionTable, neuronTables, writtenTable } from "./ablate/tables.ts";
import { directionWords, endWords, neuronWords } from "./ablate/words.ts";

/** What takes the emoji away, what that does to the trait, and what as much of anything else does. */
export function ablateSection(findings: AblateFindings): PageSection {
  const { warnings, criteria } = findings;
  const said = (sentences: readonly string[]) => sentences.map((sentence) => html`<p>${tied(sentence)}</p>`);
  return {
    id: "ablate",
    title: "What takes the emoji away",
    body: html`${said([endWords(findings)])}
${warnings.map(note)}
${said(neuronWords(findings))}
${sizeFigure(findings)}
${neuronTables(findings)}
${said(directionWords(findings))}
${doseFigure(findings)}
${directionTable(findings)}
${adapterTable(findings)}
${writtenTable(findings)}
${note(`“Mass gone” is the share of the persona's emoji mass beyond the reference's that an intervention takes away, “trait left” the share of its preference for the trait's answers over neutral ones that stays; over 100 % is less than the reference has, or more than the persona had. It removes, or keeps, where the lower end of the interval reaches ${Math.round(100 * criteria.removed)} %. “None”: the persona has no more than the reference. Fluency: log-probability of a token of plain text against the persona's.`)}`,
  };
}

/** The report of the command. */
export const ablateSections = (findings: AblateFindings): PageSection[] => [ablateSection(findings)];
