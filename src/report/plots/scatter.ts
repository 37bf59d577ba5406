import { html, type Markup } from "../html/markup.ts";
import { gridLines, vertical } from "./dot-whisker.ts";
import { inlineMark, type Mark, mark, type Tone } from "./marks.ts";
import { along, type Scale } from "./scale.ts";

export interface ScatterPoint {
  x: number;
  y: number;
  tone: Tone;
  mark: Mark;
  /** What it is, shown where the pointer rests on it. */
  name: string;
  /** A few letters beside it. */
  label?: string;
  /** Drawn back, where there are many that are not the point. */
  faint: boolean;
}

export interface ScatterAxis {
  title: string;
  scale: Scale;
  tick(value: number): string;
}

export interface ScatterPlot {
  /** What is drawn, for those who do not see it. */
  title: string;
  description: string;
  x: ScatterAxis;
  y: ScatterAxis;
  legend: readonly { tone: Tone; mark: Mark; label: string }[];
  /** A level across the plane, with words of its own in the legend. */
  level?: { y: number; label: string };
  /** Later ones lie on top. */
  points: readonly ScatterPoint[];
}

const height = 320;

/** Points over two axes, with lines through zero where it is in range. The plane stretches with the page; marks and text do not. */
export function scatter({ title, description, x, y, legend, level, points }: ScatterPlot): Markup {
  const rows = y.scale.ticks.map((value) => {
    const at = yOf(y.scale, value);
    return html`<line class="grid" x1="0" x2="100%" y1="${at}" y2="${at}"/><text x="-8" y="${at + 4}" text-anchor="end">${y.tick(value)}</text>`;
  });
  const columns = x.scale.ticks.map(
    (value) =>
      html`<text x="${along(x.scale.at(value))}" y="${height + 18}" text-anchor="middle">${x.tick(value)}</text>`,
  );
  return html`<div class="chart scatter">
<ul class="legend">${legend.map(({ mark: shape, tone, label }) => html`<li>${inlineMark(shape, tone)}${label}</li>`)}${level && html`<li><svg class="inline-line" width="22" height="4" aria-hidden="true"><line class="reference" x1="0" x2="22" y1="2" y2="2"/></svg>${level.label}</li>`}</ul>
<p class="axis-title">↑ ${y.title}</p>
<svg class="strip" width="100%" height="${height + 24}" role="img"><title>${title}</title><desc>${description}</desc>${gridLines(x.scale, height)}${rows}${columns}${zeroLines(x.scale, y.scale)}${level && html`<line class="reference" x1="0" x2="100%" y1="${yOf(y.scale, level.y)}" y2="${yOf(y.scale, level.y)}"/>`}${points.map((point) => draw(point, { x: x.scale, y: y.scale, points }))}</svg>
<p class="axis-title axis-title-x">${x.title} →</p>
</div>`;
}

interface Plane {
  x: Scale;
  y: Scale;
  points: readonly ScatterPoint[];
}

function draw(point: ScatterPoint, plane: Plane): Markup {
  const { tone, mark: shape, name, label, faint } = point;
  const [across, up] = [along(plane.x.at(point.x)), yOf(plane.y, point.y)];
  const side = crowded(point, plane) ? html`dx="-9" text-anchor="end"` : html`dx="9"`;
  const beside =
    label === undefined ? null : html`<text class="point-label" x="${across}" y="${up + 4}" ${side}>${label}</text>`;
  return html`<g class="tone-${tone}${faint ? " faint" : ""}"><title>${name}</title>${mark(shape, across, up)}${beside}</g>`;
}

/** Whether another mark lies where a label to the right would stand: then it stands to the left. */
const crowded = (point: ScatterPoint, { x, y, points }: Plane): boolean =>
  x.at(point.x) > 0.94 ||
  points.some((other) => {
    const right = x.at(other.x) - x.at(point.x);
    return !other.faint && right > 0 && right < 0.06 && Math.abs(yOf(y, other.y) - yOf(y, point.y)) < 12;
  });

const zeroLines = (x: Scale, y: Scale): (Markup | null)[] => {
  const holdsZero = ({ ticks }: Scale) => ticks[0]! <= 0 && ticks.at(-1)! >= 0;
  const at = yOf(y, 0);
  return [
    holdsZero(x) ? vertical("baseline", x.at(0), height) : null,
    holdsZero(y) ? html`<line class="baseline" x1="0" x2="100%" y1="${at}" y2="${at}"/>` : null,
  ];
};

const yOf = (y: Scale, value: number): number => Number(((1 - y.at(value)) * height).toFixed(2));
