import type { WatchFindings } from "../../measure/projection/watch-findings.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { estimateCell, figure, note } from "../emoji/cells.ts";
import { type Content, html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { dotWhisker } from "../plots/dot-whisker.ts";
import { linearScale } from "../plots/scale.ts";
import { driftSection, scoreSection } from "./project-figures.ts";
import { tokenSection } from "./tokens.ts";
import { placeWords, signed } from "./words.ts";

/** What projections onto vectors say, as sections of a page. */
export const projectSections = (findings: WatchFindings): PageSection[] => [
  levelSection(findings),
  ...driftSection(findings),
  ...scoreSection(findings),
  ...tokenSection(findings),
];

function levelSection({ levels, axes, neutral, answers, prompts, warnings }: WatchFindings): PageSection {
  const values = levels.flatMap(({ deviations: { value, low, high } }) => [value, low ?? value, high ?? value, 0]);
  const scale = linearScale(Math.min(-1, ...values), Math.max(1, ...values));
  const rows = (id: string) =>
    levels
      .filter(({ axis }) => axis === id)
      .map(({ place, deviations }) => ({
        label: placeNames[place],
        tone: "tuned" as const,
        mark: place === "promptLast" ? ("ring" as const) : ("disc" as const),
        estimate: deviations,
        value: signed(deviations.value),
        interval: interval(deviations, signed),
      }));
  return {
    id: "levels",
    title: "How far along each vector",
    body: html`<p>${answer(levels)}</p>
${warnings.map((warning) => note(warning))}
${figure(
  dotWhisker({
    title: "Mean projections",
    description: "By vector and place, in standard deviations of neutral text, with 95 % intervals over prompts.",
    scale,
    tick: (value) => String(value),
    reference: 0,
    groups: axes.map(({ id, meaning }) => ({ title: `${id}: + is ${meaning}`, rows: rows(id) })),
  }),
  `In standard deviations of neutral text from its mean (0): ${neutral.texts} answers of ${neutral.origin}, read by the model as it is. ${answers} answers to ${prompts} prompts; 95 % intervals over prompts. Before: at the prompt’s last token, when nothing is said yet.`,
)}
${dataTable(
  "The same, raw: in the residual stream’s own units, with what neutral text has.",
  [
    { title: "Vector at layer" },
    { title: "Where" },
    { title: "Raw", kind: "number" },
    { title: "Neutral: mean", kind: "number" },
    { title: "sd", kind: "number" },
    { title: "n", kind: "number" },
    { title: "Median norm", kind: "number" },
  ],
  [
    {
      rows: levels.map(({ axis, place, raw }): Content[] => {
        const zero = neutral.axes[axis]![place];
        const norm = axes.find(({ id }) => id === axis)!.medianNorm;
        return [
          axis,
          placeNames[place],
          estimateCell(raw, signed),
          signed(zero.mean),
          zero.deviation.toFixed(2),
          zero.n,
          norm === null ? "not said" : norm.toFixed(2),
        ];
      }),
    },
  ],
)}`,
  };
}

const placeNames = { promptLast: "before it answers", responseMean: "in the answer" } as const;

function answer(levels: WatchFindings["levels"]): string {
  const inAnswers = levels.filter(({ place }) => place === "responseMean");
  const told = (inAnswers.length > 0 ? inAnswers : levels).map(({ axis, place, deviations }) => {
    const { low, high } = deviations;
    const sure = low !== null && high !== null && low * high > 0;
    return `${axis} ${signed(deviations.value)} sd ${placeWords[place]}${sure ? "" : " (not clear of neutral)"}`;
  });
  return `${told.join("; ")}.`;
}
