import { type Content, html, type Markup } from "../html/markup.ts";
import { gridLines, vertical } from "./dot-whisker.ts";
import type { Tone } from "./marks.ts";
import { along, type Scale } from "./scale.ts";

export interface HistogramRow {
  label: Content;
  tone: Tone;
  /** Positions to count. */
  values: readonly number[];
  /** How far each item reaches: the band below shows the share of items that are still going. */
  extents: readonly number[];
  /** Beside the row, and read aloud for it. */
  value: string;
  detail: string;
}

export interface Histogram {
  title: string;
  description: string;
  /** The axis all rows share; its low end is 0. */
  scale: Scale;
  binWidth: number;
  /** A line through all rows, with what it means. */
  line: { at: number; label: string };
  rows: readonly HistogramRow[];
}

const height = 46;
const baseline = 38;

/** Counts by position, one row a group, all on one axis and one height of bar; under each row a band, darker where more items reach that far. */
export function histogram({ title, description, scale, binWidth, line, rows }: Histogram): Markup {
  const end = scale.ticks.at(-1)!;
  const bins = Math.ceil(end / binWidth);
  const counted = rows.map((row) => ({ row, counts: countBins(row.values, bins, binWidth) }));
  const most = Math.max(1, ...counted.flatMap(({ counts }) => counts));
  const at = scale.at(line.at);
  return html`<div class="histogram">
<div class="plot-row plot-axis"><svg class="strip" width="100%" height="36" role="img"><title>${title}</title><desc>${description}</desc><text class="line-label" x="${along(at)}" y="13" dx="${at > 0.5 ? -6 : 6}" text-anchor="${at > 0.5 ? "end" : "start"}">${line.label}</text>${scale.ticks.map((value) => html`<text x="${along(scale.at(value))}" y="31" text-anchor="middle">${value}</text>`)}${vertical("reference", at, 16)}</svg></div>
${counted.map(({ row, counts }) => drawRow(row, counts, { scale, binWidth, most, at }))}
</div>`;
}

interface Frame {
  scale: Scale;
  binWidth: number;
  most: number;
  /** Of the line, as a share of the axis. */
  at: number;
}

function drawRow(row: HistogramRow, counts: readonly number[], { scale, binWidth, most, at }: Frame): Markup {
  const left = (bin: number) => scale.at(bin * binWidth);
  const width = (bin: number) => left(bin + 1) - left(bin);
  const bars = counts.map((count, bin) => {
    if (count === 0) return null;
    const tall = Math.max(2, (count / most) * (baseline - 6));
    return html`<rect class="bar" x="${along(left(bin) + width(bin) * 0.08)}" width="${along(width(bin) * 0.84)}" y="${fixed(baseline - tall)}" height="${fixed(tall)}"/>`;
  });
  const band = counts.map((_, bin) => {
    const going = row.extents.filter((extent) => extent > bin * binWidth).length / Math.max(1, row.extents.length);
    return going === 0
      ? null
      : html`<rect class="band" x="${along(left(bin))}" width="${along(width(bin))}" y="${baseline + 2}" height="4" opacity="${fixed(going)}"/>`;
  });
  return html`<div class="plot-row tone-${row.tone}">
<span class="plot-label">${row.label}</span>
<svg class="strip" width="100%" height="${height}" role="img"><title>${row.value}; ${row.detail}</title>${gridLines(scale, baseline)}${bars}<line class="baseline" x1="0" x2="100%" y1="${baseline}" y2="${baseline}"/>${band}${vertical("reference", at, baseline)}</svg>
<span class="plot-value"><b>${row.value}</b> <span>${row.detail}</span></span>
</div>
`;
}

function countBins(values: readonly number[], bins: number, binWidth: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(bins - 1, Math.floor(value / binWidth))]!++;
  return counts;
}

const fixed = (value: number): number => Number(value.toFixed(2));
