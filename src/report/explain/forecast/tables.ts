import { baselines, type Figure, type ForecastFindings, forecasters } from "../../../explain/forecast/findings.ts";
import { percent, small } from "../../../study/emoji/numbers.ts";
import { estimateCell } from "../../emoji/cells.ts";
import { type Content, html, type Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";
import { correlation, forecasterNames, known, voiceName } from "./words.ts";

const number = (title: string) => ({ title, kind: "number" as const });

const cell = (figure: Figure, format: (value: number) => string): Content => {
  const found = known(figure);
  return found
    ? estimateCell(found, format)
    : html`<span class="interval reason">${"undefined" in figure ? figure.undefined : ""}</span>`;
};

const threeDigits = (value: number): string => value.toFixed(3).replace("-", "\u2212");

/** How each forecaster did. */
export function scoreTable({ scores }: ForecastFindings): Markup | null {
  if (scores.length === 0) return null;
  const rowsOf = (wanted: (baseline: boolean) => boolean): Content[][] =>
    scores
      .filter(({ forecaster }) => wanted(baselines.includes(forecaster)))
      .map(({ forecaster, n, rhoEsr, rhoMass, brier, logLoss, gain }) => [
        forecasterNames[forecaster],
        n,
        cell(rhoEsr, correlation),
        cell(rhoMass, correlation),
        cell(brier, threeDigits),
        cell(logLoss, threeDigits),
        cell(gain, threeDigits),
      ]);
  return dataTable(
    "Forecasters, and how they did: Spearman’s rank correlation with the ESR and with the emoji mass after tuning (1: the same order); Brier score and log loss of the chance that a voice shows emoji (0 is best), and by how much the Brier score is below that of always the base rate. 95 % intervals over voices.",
    [
      { title: "Forecaster" },
      number("voices"),
      number("rank, ESR"),
      number("rank, mass"),
      number("Brier"),
      number("log loss"),
      number("Brier gain"),
    ],
    [
      { title: "from the untuned model", rows: rowsOf((baseline) => !baseline) },
      { title: "to be beaten", rows: rowsOf((baseline) => baseline) },
    ].filter(({ rows }) => rows.length > 0),
  );
}

/** Each voice: what was foretold, and what came. */
export function caseTable({ cases }: ForecastFindings): Markup {
  const columns = forecasters.filter((forecaster) => cases.some(({ forecasts }) => forecasts[forecaster]));
  const models = [...new Set(cases.map(({ model }) => model))];
  return dataTable(
    "Each voice: the forecasts, and what came of it. ESR and mass after tuning are of all tuning seeds together; the last column counts the seeds that show emoji.",
    [
      { title: "Voice" },
      ...columns.map((forecaster) => number(forecasterNames[forecaster])),
      number("ESR after"),
      number("mass after"),
      number("shows"),
    ],
    models.map((model) => ({
      ...(models.length > 1 ? { title: model } : {}),
      rows: cases
        .filter((one) => one.model === model)
        .map(({ voice, forecasts, esr, mass, seeds, shows }) => [
          voiceName(voice),
          ...columns.map((forecaster) =>
            forecasts[forecaster]
              ? estimateCell(forecasts[forecaster], forecaster === "prompt-esr" ? percent : small)
              : "–",
          ),
          esr ? estimateCell(esr, percent) : "not tuned",
          mass ? estimateCell(mass, small) : "–",
          seeds === 0 ? "–" : `${shows} of ${seeds}`,
        ]),
    })),
  );
}
