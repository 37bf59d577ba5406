import type { ForecastFindings } from "../../explain/forecast/findings.ts";
import { note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { forecastPlot } from "./forecast/plot.ts";
import { caseTable, scoreTable } from "./forecast/tables.ts";
import { forecastAnswer, forecastLimits } from "./forecast/words.ts";

/** Which voices were said to show emoji after tuning, from the base model alone, and which did. */
export function forecastSection(findings: ForecastFindings): PageSection {
  return {
    id: "forecast",
    title: "Could it be foretold?",
    body: html`<p>${tied(forecastAnswer(findings))}</p>
${findings.warnings.map((warning) => note(tied(warning)))}
${forecastPlot(findings)}
${scoreTable(findings)}
${caseTable(findings)}
${note(tied(forecastLimits))}`,
  };
}
