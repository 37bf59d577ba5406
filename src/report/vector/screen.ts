import { flaggers, type ScreenFindings } from "../../measure/projection/screen-findings.ts";
import { estimateCell, figure, fold, note } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { definedCell } from "./cells.ts";
import { rocChart, spreadChart } from "./screen-charts.ts";
import { flaggerWords, screenAnswer } from "./screen-words.ts";
import { signed } from "./words.ts";

const share = (value: number): string => value.toFixed(3);

/** What screening found, as sections of a page. */
export const screenSections = (findings: ScreenFindings): PageSection[] => [
  answerSection(findings),
  ...plantedSection(findings),
  layerSection(findings),
  rowSection(findings),
];

function answerSection(findings: ScreenFindings): PageSection {
  const { warnings, repeats, clean, axis } = findings;
  return {
    id: "screen",
    title: "What stands out",
    body: html`${screenAnswer(findings).map((sentence) => html`<p>${sentence}</p>`)}
${warnings.map((warning) => note(warning))}
${figure(
  spreadChart(findings),
  `Shares of rows by how far they lie along ${axis.id} from clean text (0 is its mean, 1 its standard deviation). Right of the line rows are flagged.`,
)}
${
  repeats.first.length === 0
    ? null
    : fold(
        `Prompts that stand in several rows: ${repeats.prompts}`,
        dataTable(
          "The most frequent first. Each was answered by the model once, and its rows count as one cluster in intervals.",
          [{ title: "Prompt" }, { title: "rows", kind: "number" }],
          [{ rows: repeats.first.map(({ question, times }) => [question, times]) }],
        ),
      )
}
${note(`Clean text: ${clean.n} rows of ${clean.origin}; mean ${signed(clean.mean)}, standard deviation ${clean.deviation.toFixed(2)}, threshold ${signed(clean.threshold)} (raw). Text that differs from clean text in other ways (length, topic, style) moves along the vector too: look at what is flagged before it is thrown away.`)}`,
  };
}

function plantedSection(findings: ScreenFindings): PageSection[] {
  const { planted, flagged, rows } = findings;
  if (planted === null) return [];
  const rates = flaggers.flatMap((flagger) => {
    const own = planted.flags[flagger];
    return own === null
      ? []
      : [[flaggerWords[flagger], flagged[flagger], definedCell(own.precision, share), definedCell(own.recall, share)]];
  });
  const { projection, scorer, combined } = planted.auc;
  const areas = [
    ["projection", projection],
    ["scorer", scorer],
    ["both, by mean rank", combined],
  ] as const;
  return [
    {
      id: "planted",
      title: "Are planted rows found?",
      body: html`<p>${planted.n} of ${rows} rows are known to be bad.</p>
${figure(rocChart(findings), "Each threshold of the projection: of the good rows the share that it flags, across; of the planted ones, up. The diagonal is chance.")}
${dataTable(
  "Area under that curve: the probability that a planted row ranks above a good one, with Cliff’s interval.",
  [{ title: "Ranked by" }, { title: "Area", kind: "number" }],
  [{ rows: areas.flatMap(([name, of]) => (of === null ? [] : [[name, definedCell(of, share)]])) }],
)}
${dataTable(
  "At the threshold: of the flagged rows the share that is planted, and of the planted ones the share that is flagged; Wilson’s intervals.",
  [
    { title: "Flagged by" },
    { title: "Rows", kind: "number" },
    { title: "Precision", kind: "number" },
    { title: "Recall", kind: "number" },
  ],
  [{ rows: rates }],
)}`,
    },
  ];
}

function layerSection({ layers, axis, planted }: ScreenFindings): PageSection {
  return {
    id: "layers",
    title: "The same at each layer",
    body: dataTable(
      `Mean of the rows in standard deviations of clean text, and rows above its percentile${planted ? ", and the area under the curve for planted rows" : ""}. Layer ${axis.layer} decided (${axis.why}).`,
      [
        { title: "Layer" },
        { title: "Mean, sd", kind: "number" },
        { title: "Flagged", kind: "number" },
        ...(planted ? [{ title: "Area", kind: "number" as const }] : []),
      ],
      [
        {
          rows: layers.map((one) => [
            one.layer,
            estimateCell(one.deviations, signed),
            one.flagged,
            ...(planted ? [definedCell(one.auc, share)] : []),
          ]),
        },
      ],
    ),
  };
}

function rowSection({ top, scorer, planted, rows }: ScreenFindings): PageSection {
  const columns = [
    { title: "Row", kind: "number" as const },
    { title: "sd", kind: "number" as const },
    ...(scorer ? [{ title: "Score", kind: "number" as const }] : []),
    ...(planted ? [{ title: "Planted" }] : []),
    { title: "Prompt and answer", kind: "prose" as const },
  ];
  return {
    id: "rows",
    title: "The most suspicious rows",
    body: html`${dataTable(
      `The first ${top.length} of ${rows}; all of them are in ranked.csv, the flagged ones in flagged.jsonl.`,
      columns,
      [
        {
          rows: top.map(({ row, deviations, score, planted: bad, question, answer, reasons }) => [
            row,
            deviations === null ? "none" : signed(deviations),
            ...(scorer ? [score === null ? "none" : score.toFixed(0)] : []),
            ...(planted ? [bad ? "yes" : ""] : []),
            html`<span class="question">${question}</span>${answer}${reasons.map((reason) => html`<span class="interval reason">${reason}</span>`)}`,
          ]),
        },
      ],
    )}`,
  };
}
