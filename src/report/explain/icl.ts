import type { IclFindings } from "../../explain/icl/findings.ts";
import { note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { listPlot, massPlot } from "./icl/plots.ts";
import { exampleTable, overlapTable, tokenLists } from "./icl/tables.ts";
import { iclAnswer, iclLimits } from "./icl/words.ts";

export interface IclSectionOptions {
  /** How arms are called; by their ids unless given. */
  nameOf?: (arm: string) => string;
}

/** Which tokens the arms say stand for the trait, how many of them are emoji, and whether these are the studied ones. */
export function iclSection(findings: IclFindings, { nameOf = (arm) => arm }: IclSectionOptions = {}): PageSection {
  return {
    id: "icl",
    title: "Asked for what stands for the trait",
    body: html`<p>${tied(iclAnswer(findings, nameOf))}</p>
${findings.warnings.map((warning) => note(tied(warning)))}
${listPlot(findings, nameOf)}
${massPlot(findings, nameOf)}
${overlapTable(findings, nameOf)}
${tokenLists(findings, nameOf)}
${note(tied(iclLimits(findings)))}
${exampleTable(findings, nameOf)}`,
  };
}
