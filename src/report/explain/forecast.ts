import type { ForecastFindings } from "../../explain/forecast/findings.ts";
import { fold, note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { forecastPlot } from "./forecast/plot.ts";
import { caseTable, scoreTable } from "./forecast/tables.ts";
import { forecastAnswer, forecastLimits, forecastMethod } from "./forecast/words.ts";

/** Which voices were said to show emoji after tuning, from the base model alone, and which did. */
export function forecastSection(findings: ForecastFindings): PageSection {
  return {
    id: "forecast",
    title: "Could it be foretold?",
    body: html`<p>${tied(forecastAnswer(findings))}</p>
${findings.warnings.map((warning) => note(tied(warning)))}
${forecastPlot(findings)}
${note(tied(forecastMethod(findings)))}
${findings.scores.length === 0 ? null : fold("How each forecaster did, beside those that cost nothing", scoreTable(findings))}
${fold(`The forecasts of each voice, and what came: ${findings.cases.length} voices`, caseTable(findings))}
${note(tied(forecastLimits))}`,
  };
}
