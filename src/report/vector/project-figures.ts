import type { WatchFindings } from "../../measure/projection/watch-findings.ts";
import { figure, note } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { chart, strokes } from "../plots/chart.ts";
import { linearScale } from "../plots/scale.ts";
import { scatter } from "../plots/scatter.ts";
import { definedCell } from "./cells.ts";
import { placeWords, signed } from "./words.ts";

/** Turn by turn of conversations; nothing where there was one turn. */
export function driftSection({ drift, axes, turns }: WatchFindings): PageSection[] {
  if (drift.length === 0) return [];
  const shown = drift.filter(({ place }) => place === "responseMean");
  const ends = shown.flatMap(({ deviations: { value, low, high } }) => [value, low ?? value, high ?? value, 0]);
  return [
    {
      id: "drift",
      title: "Turn by turn",
      body: figure(
        chart({
          title: "Projection of the answer by turn",
          description: `Mean over conversations, turns 1 to ${turns}, in standard deviations of neutral text.`,
          x: linearScale(1, turns, turns),
          y: linearScale(Math.min(...ends), Math.max(...ends)),
          axes: { x: "turn of the conversation", y: "sd of neutral text" },
          tick: (value) => String(value),
          layers: [
            ...axes.slice(0, 4).map(({ id }, i) => ({
              label: id,
              kind: "line" as const,
              tone: "tuned" as const,
              stroke: strokes[i]!,
              points: shown
                .filter(({ axis }) => axis === id)
                .map(({ turn, deviations: { value, low, high } }) => ({
                  x: turn,
                  y: value,
                  ...(low !== null && high !== null ? { low, high } : {}),
                })),
            })),
            { label: "neutral text", kind: "level" as const, y: 0 },
          ],
        }),
        `Mean projection of the answers of each turn, with 95 % intervals over ${shown[0]!.deviations.n} conversations. A persona that holds stays level; one that drifts goes back toward 0.`,
      ),
    },
  ];
}

/** Projections against scores: over prompts and within a prompt; nothing without scores. */
export function scoreSection({ correlations, rows, axes, neutral }: WatchFindings): PageSection[] {
  if (correlations === null) return [];
  const { id } = axes[0]!;
  const { mean, deviation } = neutral.axes[id]!.responseMean;
  const points = rows.flatMap(({ id: name, responseMean, score }) =>
    responseMean === null || score === null ? [] : [{ name, x: (responseMean[0]! - mean) / deviation, y: score }],
  );
  const xs = points.map(({ x }) => x);
  const plane =
    points.length < 3
      ? null
      : scatter({
          title: "Score by projection",
          description: `Each answer's score by ${correlations.scorer}, and its projection onto ${id}.`,
          x: { title: `${id}, sd of neutral text`, scale: linearScale(Math.min(...xs), Math.max(...xs)), tick: String },
          y: { title: `score by ${correlations.scorer}`, scale: linearScale(0, 100), tick: String },
          legend: [{ tone: "tuned", mark: "ring", label: "an answer" }],
          points: points.map((point) => ({ ...point, tone: "tuned", mark: "ring", faint: false })),
        });
  return [
    {
      id: "scores",
      title: "Does the projection say what the answer shows?",
      body: html`${plane && figure(plane, "Each answer: its mean projection across, its score up.")}
${dataTable(
  "Correlation of projections with scores. Over prompts: means of prompts. Within: several answers to one prompt, each less its prompt’s mean.",
  [
    { title: "Vector at layer" },
    { title: "Where" },
    { title: "r over prompts", kind: "number" },
    { title: "rho over prompts", kind: "number" },
    { title: "r within", kind: "number" },
    { title: "rho within", kind: "number" },
  ],
  [
    {
      rows: correlations.axes.map(({ axis, place, overPrompts: over, withinPrompts: within }) => [
        axis,
        placeWords[place],
        definedCell(over.pearson, signed),
        definedCell(over.spearman, signed),
        definedCell(within.pearson, signed),
        definedCell(within.spearman, signed),
      ]),
    },
  ],
)}
${note("A prompt that asks for the trait moves projection and score together, so a large r over prompts may say no more than the prompt does. Only what is left within a prompt tells answers apart.")}`,
    },
  ];
}
