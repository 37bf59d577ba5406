import type { IclFindings } from "../../explain/icl/findings.ts";
import { fold, note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { listPlot, massPlot } from "./icl/plots.ts";
import { exampleTable, overlapTable, tokenLists } from "./icl/tables.ts";
import { iclLimits, iclMethod, listWords, massWords } from "./icl/words.ts";

export interface IclSectionOptions {
  /** How arms are called; by their ids unless given. */
  nameOf?: (arm: string) => string;
}

/** Which tokens the arms say stand for the trait, how many of them are emoji, and whether these are the studied ones. */
export function iclSection(findings: IclFindings, { nameOf = (arm) => arm }: IclSectionOptions = {}): PageSection {
  return {
    id: "icl",
    title: "Asked for what stands for the trait",
    body: html`<p>${tied(listWords(findings, nameOf))}</p>
${findings.warnings.map((warning) => note(tied(named(warning, findings, nameOf))))}
${listPlot(findings, nameOf)}
${note(tied(iclMethod(findings)))}
${fold("How probable an emoji is as a reply’s beginning, asked about this pole, the opposite and plain things", html`<p>${tied(massWords(findings, nameOf))}</p>`, massPlot(findings, nameOf))}
${findings.studied.length === 0 ? null : fold("Are they the studied emoji? Beside sets of other emoji that are as probable", overlapTable(findings, nameOf))}
${fold(`The lists themselves: ${findings.top} tokens in most replies, ${findings.top} most probable first ones`, tokenLists(findings, nameOf))}
${fold("One sampled reply of each arm to each wording", exampleTable(findings, nameOf))}
${note(tied(iclLimits(findings)))}`,
  };
}

/** A warning with the arms by the names that they have here, where an id is no word that could stand for itself. */
const named = (warning: string, { arms }: IclFindings, nameOf: (arm: string) => string): string =>
  arms.filter(({ id }) => id.includes("/")).reduce((text, { id }) => text.replaceAll(id, nameOf(id)), warning);
