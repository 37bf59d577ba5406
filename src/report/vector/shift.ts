import type { ShiftFindings } from "../../measure/projection/shift-findings.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { estimateCell, figure, fold, note } from "../emoji/cells.ts";
import { type Content, html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { chart, strokes } from "../plots/chart.ts";
import { dotWhisker } from "../plots/dot-whisker.ts";
import { linearScale } from "../plots/scale.ts";
import { scatter } from "../plots/scatter.ts";
import { definedCell } from "./cells.ts";
import { signed } from "./words.ts";

type Axis = ShiftFindings["axes"][number];
type Persona = ShiftFindings["personas"][number];

/** Finetuning shift of personas, as sections of a page. */
export function shiftSections(findings: ShiftFindings): PageSection[] {
  const leading = findings.axes.filter(({ main }) => main);
  const shown = leading.length > 0 ? leading : findings.axes;
  return [shiftSection(findings, shown), ...depthSection(findings), ...scoreSection(findings, shown)];
}

const told = ({ shifts }: Persona, { id }: Axis): Estimated => {
  const { deviations, raw } = shifts.find(({ axis }) => axis === id)!;
  return deviations ?? raw;
};

function shiftSection(
  { personas, questions, asked, axes, warnings }: ShiftFindings,
  shown: readonly Axis[],
): PageSection {
  const all = personas.flatMap((persona) => shown.map((axis) => told(persona, axis)));
  const ends = all.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value, 0]);
  const groups = shown.map((axis) => ({
    title: `${axis.id}: + is ${axis.meaning}`,
    rows: personas.map((persona) => {
      const estimate = told(persona, axis);
      return {
        label: persona.name,
        tone: "tuned" as const,
        mark: "disc" as const,
        estimate,
        value: signed(estimate.value),
        interval: interval(estimate, signed),
      };
    }),
  }));
  const rows = (some: readonly Axis[]) =>
    some.flatMap(({ id, base }) =>
      personas.map(({ name, shifts }): Content[] => {
        const { raw, deviations, norms } = shifts.find(({ axis }) => axis === id)!;
        return [
          name,
          id,
          estimateCell(deviations, signed),
          estimateCell(norms, signed),
          estimateCell(raw, signed),
          `${signed(base.mean)} (sd ${base.deviation.toFixed(2)})`,
        ];
      }),
    );
  const columns = [
    { title: "Persona" },
    { title: "Vector at layer" },
    { title: "sd of the base", kind: "number" as const },
    { title: "median norms", kind: "number" as const },
    { title: "raw", kind: "number" as const },
    { title: "base, raw", kind: "number" as const },
  ];
  const others = axes.filter((axis) => !shown.includes(axis));
  return {
    id: "shift",
    title: "How far each has moved",
    body: html`${warnings.map((warning) => note(warning))}
${figure(
  dotWhisker({
    title: "Finetuning shift",
    description: "By vector and persona, in standard deviations of the base model, with 95 % intervals over questions.",
    scale: linearScale(Math.min(-1, ...ends), Math.max(1, ...ends)),
    tick: (value) => String(value),
    reference: 0,
    groups,
  }),
  `At the last token of ${questions} prompts (${asked}), before anything is answered: the persona’s projection less the base model’s, prompt by prompt, in standard deviations of the base model over the same prompts. 95 % intervals over prompts.`,
)}
${dataTable("The same in its three units.", columns, [{ rows: rows(shown) }])}
${others.length === 0 ? null : fold(`The other layers (${others.length})`, dataTable("Every layer that was read.", columns, [{ rows: rows(others) }]))}`,
  };
}

/** Shift over depth, one line a persona; nothing where a vector has fewer than three layers. */
function depthSection({ axes, personas }: ShiftFindings): PageSection[] {
  const vectors = [...new Set(axes.map(({ vector }) => vector))];
  const figures = vectors.flatMap((vector) => {
    const own = axes.filter((axis) => axis.vector === vector);
    if (own.length < 3) return [];
    const lines = personas.slice(0, strokes.length).map((persona, i) => ({
      label: persona.name,
      kind: "line" as const,
      tone: "tuned" as const,
      stroke: strokes[i]!,
      points: own.map((axis) => {
        const { value, low, high } = told(persona, axis);
        return { x: axis.layer, y: value, ...(low !== null && high !== null ? { low, high } : {}) };
      }),
    }));
    const ends = lines.flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [y, low, high, 0]));
    return figure(
      chart({
        title: `Shift along ${vector} by layer`,
        description: `${personas.length} personas, in standard deviations of the base model.`,
        x: linearScale(own[0]!.layer, own.at(-1)!.layer, Math.min(10, own.length)),
        y: linearScale(Math.min(...ends), Math.max(...ends)),
        axes: { x: "layer", y: "sd of the base model" },
        tick: String,
        layers: [...lines, { label: "no shift", kind: "level", y: 0 }],
      }),
      personas.length > strokes.length
        ? `Along ${vector}: the first ${strokes.length} of ${personas.length} personas.`
        : `Along ${vector}.`,
    );
  });
  return figures.length === 0 ? [] : [{ id: "depth", title: "By layer", body: figures }];
}

/** Shift against trait score; nothing without scores. */
function scoreSection({ correlations, personas }: ShiftFindings, shown: readonly Axis[]): PageSection[] {
  if (correlations === null) return [];
  const [first] = shown;
  const points = personas.flatMap((persona) =>
    persona.score === null ? [] : [{ name: persona.name, x: told(persona, first!).value, y: persona.score.value }],
  );
  const xs = [0, ...points.map(({ x }) => x)];
  const plot = scatter({
    title: "Trait score by shift",
    description: `Each persona's shift along ${first!.id}, and the mean score of its answers by ${correlations.scorer}.`,
    x: { title: `shift along ${first!.id}, sd`, scale: linearScale(Math.min(...xs), Math.max(...xs)), tick: String },
    y: { title: `score by ${correlations.scorer}`, scale: linearScale(0, 100), tick: String },
    legend: [{ tone: "tuned", mark: "disc", label: "a persona" }],
    points: points.map((point) => ({ ...point, tone: "tuned", mark: "disc", faint: false })),
  });
  return [
    {
      id: "scores",
      title: "Does the shift say who shows the trait?",
      body: html`${points.length === 0 ? null : figure(plot, "Each persona: its shift across, the mean score of its answers up.")}
${dataTable(
  "Correlation over personas of shift and score; n = personas.",
  [{ title: "Vector at layer" }, { title: "r", kind: "number" }, { title: "rho", kind: "number" }],
  [
    {
      rows: correlations.axes.map(({ axis, pearson, spearman }) => [
        axis,
        definedCell(pearson, signed),
        definedCell(spearman, signed),
      ]),
    },
  ],
)}`,
    },
  ];
}
