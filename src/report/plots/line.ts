import { type Content, html, type Markup } from "../html/markup.ts";
import { gridLines } from "./dot-whisker.ts";
import type { Tone } from "./marks.ts";
import { along, type Scale } from "./scale.ts";

export interface LinePanel {
  title: Content;
  tone: Tone;
  /** What the line says, in words. */
  caption: string;
  points: readonly { x: number; y: number }[];
}

const height = 110;
const resolution = 1000;

/** Small line charts side by side on the same two axes. The line stretches with the page; its stroke and the text do not. */
export function linePanels(
  panels: readonly LinePanel[],
  axes: { x: Scale; y: Scale; xTitle: string; yTitle: string },
): Markup {
  return html`<div class="line-panels">${panels.map((panel) => drawPanel(panel, axes))}</div>`;
}

function drawPanel(
  { title, tone, caption, points }: LinePanel,
  axes: { x: Scale; y: Scale; xTitle: string; yTitle: string },
): Markup {
  const { x, y, xTitle, yTitle } = axes;
  const path = points
    .map(
      (point, i) =>
        `${i === 0 ? "M" : "L"}${Math.round(x.at(point.x) * resolution)} ${Math.round((1 - y.at(point.y)) * resolution)}`,
    )
    .join("")
    .concat(points.length === 1 ? "h0" : ""); // a single point shows as a dot
  const places = Math.max(0, ...y.ticks.map((value) => String(value).split(".")[1]?.length ?? 0));
  const rows = y.ticks.map((value) => {
    const at = (1 - y.at(value)) * height;
    return html`<line class="grid" x1="0" x2="100%" y1="${at}" y2="${at}"/><text x="-6" y="${at + 4}" text-anchor="end">${value.toFixed(places)}</text>`;
  });
  const marks = x.ticks.map(
    (value) => html`<text x="${along(x.at(value))}" y="${height + 16}" text-anchor="middle">${value}</text>`,
  );
  return html`<div class="line-panel tone-${tone}">
<h3>${title}</h3>
<svg class="strip" width="100%" height="${height + 20}" role="img"><title>${yTitle} by ${xTitle}</title><desc>${caption}</desc>${gridLines(x, height)}${rows}${marks}<svg width="100%" height="${height}" viewBox="0 0 ${resolution} ${resolution}" preserveAspectRatio="none" overflow="visible"><path class="line" d="${path}"/></svg></svg>
<p>${caption}</p>
</div>
`;
}
