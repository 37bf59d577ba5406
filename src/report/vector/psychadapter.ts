import type { DoseFindings } from "../../measure/dose/findings.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import { estimateCell, figure, fold, note } from "../emoji/cells.ts";
import { html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { chart, strokes } from "../plots/chart.ts";
import { heatMap } from "../plots/heat-map.ts";
import { linearScale } from "../plots/scale.ts";
import { doseAnswer } from "./dose-words.ts";

type Arm = DoseFindings["persona"];
type Curve = Arm["curves"][number];

const two = (value: number) => value.toFixed(2).replace("-", "−");
const signed = (value: number) => `${value < 0 ? "" : "+"}${two(value)}`;

/** A dose-response, section by section. */
export function doseSections(findings: DoseFindings): PageSection[] {
  const { control } = findings;
  return [
    {
      id: "answer",
      title: "What the scores do",
      body: html`${doseAnswer(findings).map((sentence) => html`<p>${sentence}</p>`)}`,
    },
    {
      id: "matrix",
      title: "Which trait moves with which score",
      body: html`${matrix(findings, findings.persona, "The PsychAdapter.")}${control && matrix(findings, control, "The control: trained alike, on scores of other texts.")}
${note(`A cell is the slope, for one standard deviation of the score, of ${findings.reader.poles}, by ${findings.reader.name}. Framed: the trait's own. Pale: the 95 % interval, over ${findings.questions} questions, holds 0.`)}`,
    },
    ...findings.persona.curves.map((curve, i) => curveSection(findings, curve, i)),
    { id: "examples", title: "Answers to look at", body: examples(findings) },
  ];
}

function matrix({ measured, persona }: DoseFindings, { curves }: Arm, caption: string): Markup {
  const full = Math.max(
    0.01,
    ...persona.curves.flatMap(({ slopes }) => slopes.scores.map(({ value }) => Math.abs(value))),
  );
  return heatMap({
    caption,
    rows: curves.map(({ along }) => along),
    columns: measured,
    axes: { row: "score of", column: "what the answers show" },
    cells: curves.map(({ along, slopes }) =>
      slopes.scores.map((slope, t) => ({
        value: slope.value,
        text: signed(slope.value),
        name: `${two(slope.low ?? Number.NaN)} to ${two(slope.high ?? Number.NaN)}`,
        framed: measured[t] === along,
        weak: !((slope.low ?? -1) > 0 || (slope.high ?? 1) < 0),
      })),
    ),
    tint: { middle: 0, full },
  });
}

function curveSection(
  { measured, control, reader, beyondControl }: DoseFindings,
  curve: Curve,
  index: number,
): PageSection {
  const { along, points, slopes, lead } = curve;
  const own = measured.indexOf(along);
  const other = control?.curves.find((each) => each.along === along);
  const xs = points.map(({ at }) => at);
  const x = linearScale(Math.min(...xs), Math.max(...xs), points.length - 1);
  const shown = own < 0 ? measured.map((_, t) => t) : [own];
  const line = (label: string, of: Curve, t: number, tone: "tuned" | "control", stroke: (typeof strokes)[number]) => ({
    kind: "line" as const,
    tone,
    stroke,
    label,
    points: of.points.map(({ at, scores }) => ({ x: at, y: scores[t]!.value, ...ends(scores[t]!) })),
  });
  const layers = [
    ...shown.map((t, i) => line(measured[t]!, curve, t, "tuned", strokes[i % strokes.length]!)),
    ...(other && own >= 0 ? [line("the control", other, own, "control", "dashed")] : []),
  ];
  const values = layers.flatMap(({ points: all }) => all.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]));
  const beyond = beyondControl.find((each) => each.along === along)?.slope;
  return {
    id: `curve-${index}`,
    title: own < 0 ? `Along ${along}` : `By the score of ${along}`,
    body: html`${figure(
      chart({
        title: `What the answers show by ${along}`,
        description: `${shown.map((t) => measured[t]).join(", ")} from ${points[0]!.at} to ${points.at(-1)!.at}.`,
        x,
        y: linearScale(Math.min(-0.2, ...values), Math.max(0.2, ...values)),
        axes: { x: own < 0 ? "share of the way" : "score, in standard deviations", y: reader.poles },
        layers,
      }),
      "Means over questions with 95 % intervals.",
    )}
${own >= 0 && lead && html`<p>Own slope ${words(slopes.scores[own]!)}; beyond the largest of the others ${words(lead)}${beyond && html`; beyond the control's ${words(beyond)}`}.</p>`}
${fold("All figures", levelsTable(curve, measured))}`,
  };
}

const ends = ({ low, high }: Estimated) => ({ ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) });
const words = (estimate: Estimated): string =>
  `${signed(estimate.value)} [${estimate.low === null ? "" : two(estimate.low)}, ${estimate.high === null ? "" : two(estimate.high)}]`;

function levelsTable({ points }: Curve, measured: readonly string[]): Markup {
  const number = (title: string) => ({ title, kind: "number" as const });
  return dataTable(
    "At each setting. ESR: share of answers with an emoji. Fluency: 100 for text as probable to the model as its own answers.",
    [{ title: "Score" }, ...measured.map(number), number("ESR"), number("Fluency")],
    [
      {
        rows: points.map(({ at, scores, esr, fluency }) => [
          two(at),
          ...scores.map((score) => estimateCell(score, two)),
          estimateCell(esr, two),
          estimateCell(fluency, (value) => value.toFixed(0)),
        ]),
      },
    ],
  );
}

const examples = ({ examples: all }: DoseFindings): Markup =>
  html`${all.map(
    ({ along, question, texts }) => html`<p class="prompt"><b>${along}</b>: ${question}</p>
<div class="responses">${texts.map(({ at, text }) => html`<div class="response tone-tuned"><h4>${two(at)}</h4><blockquote>${text}</blockquote></div>`)}</div>
`,
  )}`;
