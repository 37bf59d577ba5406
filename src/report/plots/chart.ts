import { html, type Markup } from "../html/markup.ts";
import { gridLines } from "./dot-whisker.ts";
import { inlineMark, type Mark, mark, type Tone } from "./marks.ts";
import { along, type Scale } from "./scale.ts";

/** Something drawn over the axes of a chart; each names itself in the legend. */
export type ChartLayer = { label: string } & (
  | {
      kind: "line";
      tone: Tone;
      /** Lines of one tone stay apart by it. */
      stroke?: Stroke;
      /** A line without `low` and `high` has no range behind it. */
      points: readonly { x: number; y: number; low?: number; high?: number }[];
    }
  | { kind: "marks"; tone: Tone; mark: Mark; points: readonly { x: number; y: number }[] }
  /** A level, across the whole chart. */
  | { kind: "level"; y: number }
  /** A place on the x axis, from top to bottom. */
  | { kind: "place"; x: number }
);

export const strokes = ["solid", "dashed", "dotted", "dash-dot"] as const;
export type Stroke = (typeof strokes)[number];

export interface Chart {
  /** What is drawn, for those who do not see it. */
  title: string;
  description: string;
  x: Scale;
  y: Scale;
  /** What lies across and up, where the heading does not say it. */
  axes?: { x: string; y: string };
  /** How a value beside the y axis is written; as it is unless given. */
  tick?(value: number): string;
  layers: readonly ChartLayer[];
}

const height = 280;
const resolution = 1000;

/** One large chart: lines with the range behind each point, marks, levels. It stretches with the page; strokes, marks and text do not. */
export function chart({ title, description, x, y, axes, tick = String, layers }: Chart): Markup {
  const rows = y.ticks.map((value) => {
    const at = yOf(y, value);
    return html`<line class="grid" x1="0" x2="100%" y1="${at}" y2="${at}"/><text x="-8" y="${at + 4}" text-anchor="end">${tick(value)}</text>`;
  });
  const columns = x.ticks.map(
    (value) =>
      html`<text x="${along(x.at(value))}" y="${height + 18}" text-anchor="middle">${value.toLocaleString("en-GB")}</text>`,
  );
  return html`<div class="chart">
<ul class="legend">${layers.map((layer) => html`<li>${key(layer)}${layer.label}</li>`)}</ul>
${axes && html`<p class="axis-title">↑ ${axes.y}</p>`}
<svg class="strip" width="100%" height="${height + 24}" role="img"><title>${title}</title><desc>${description}</desc>${gridLines(x, height)}${rows}${columns}${layers.map((layer) => draw(layer, x, y))}</svg>
${axes && html`<p class="axis-title axis-title-x">${axes.x} →</p>`}
</div>`;
}

function draw(layer: ChartLayer, x: Scale, y: Scale): Markup | Markup[] {
  if (layer.kind === "level") {
    const at = yOf(y, layer.y);
    return html`<line class="reference" x1="0" x2="100%" y1="${at}" y2="${at}"/>`;
  }
  if (layer.kind === "place") {
    const at = along(x.at(layer.x));
    return html`<line class="reference" x1="${at}" x2="${at}" y1="0" y2="${height}"/>`;
  }
  if (layer.kind === "marks")
    return layer.points.map(
      (point) => html`<g class="tone-${layer.tone}">${mark(layer.mark, along(x.at(point.x)), yOf(y, point.y))}</g>`,
    );
  const path = (points: readonly { x: number; y: number }[]) =>
    points
      .map(
        (point) => `${Math.round(x.at(point.x) * resolution)} ${Number(((1 - y.at(point.y)) * resolution).toFixed(1))}`,
      )
      .join("L");
  const ends = (of: "low" | "high") => layer.points.flatMap(({ x, [of]: y }) => (y === undefined ? [] : [{ x, y }]));
  const [highs, lows] = [ends("high"), ends("low").reverse()];
  const range = highs.length === 0 ? null : html`<path class="range" d="M${path([...highs, ...lows])}Z"/>`;
  return html`<svg class="tone-${layer.tone}" width="100%" height="${height}" viewBox="0 0 ${resolution} ${resolution}" preserveAspectRatio="none" overflow="visible">${range}<path class="${lineClass(layer)}" d="M${path(layer.points)}"/></svg>`;
}

function key(layer: ChartLayer): Markup {
  if (layer.kind === "marks") return inlineMark(layer.mark, layer.tone);
  const [kind, tone] = layer.kind === "line" ? [lineClass(layer), ` tone-${layer.tone}`] : ["reference", ""];
  return html`<svg class="inline-line${tone}" width="22" height="4" aria-hidden="true"><line class="${kind}" x1="0" x2="22" y1="2" y2="2"/></svg>`;
}

const lineClass = ({ stroke = "solid" }: { stroke?: Stroke }): string =>
  stroke === "solid" ? "line" : `line ${stroke}`;

const yOf = (y: Scale, value: number): number => Number(((1 - y.at(value)) * height).toFixed(2));
