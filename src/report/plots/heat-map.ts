import { type Content, html, type Markup } from "../html/markup.ts";

export interface HeatCell {
  /** What tints it; null where there is nothing to show. */
  value: number | null;
  /** What stands in it: the number, written out. */
  text: string;
  /** A second, smaller line. */
  below?: string;
  /** Shown where the pointer rests on it: an interval, for example. */
  name?: string;
  /** Framed: the one that is meant, or the best. */
  framed?: boolean;
  /** Without tint, in a soft colour: not clear of the middle, or below a floor. */
  weak?: boolean;
}

export interface HeatMap {
  caption: Content;
  rows: readonly string[];
  columns: readonly string[];
  /** What the rows and what the columns are, where the labels do not say it. */
  axes?: { row: string; column: string };
  /** Cells by row and column; undefined leaves one empty. */
  cells: readonly (readonly (HeatCell | undefined)[])[];
  /** The value without tint, and how far from it the tint is deepest: above it blue, below it orange. */
  tint: { middle: number; full: number };
}

/** The deepest tint, in percent of its colour: numbers stay readable on it in light and dark. */
const deepest = 45;

/** A matrix of numbers with tints, as a table: rows and columns keep their order, labels of many columns stand upright. */
export function heatMap({ caption, rows, columns, axes, cells, tint }: HeatMap): Markup {
  const upright = columns.length > 6 || columns.some((label) => label.length > 12);
  const title =
    axes &&
    html`<tr><th class="across">${axes.row} ↓</th><th class="across" colspan="${columns.length}">${axes.column} →</th></tr>`;
  const heads = columns.map((label) => html`<th scope="col"><span>${label}</span></th>`);
  return html`<div class="heat"><table${upright ? html` class="upright"` : null}>
<caption>${caption}</caption>
<thead>${title}<tr><td class="empty"></td>${heads}</tr></thead>
<tbody>${rows.map(
    (
      label,
      row,
    ) => html`<tr><th scope="row">${label}</th>${columns.map((_, column) => draw(cells[row]?.[column], tint))}</tr>
`,
  )}</tbody>
</table></div>`;
}

function draw(cell: HeatCell | undefined, { middle, full }: HeatMap["tint"]): Markup {
  if (cell === undefined) return html`<td class="empty"></td>`;
  const { value, text, below, name, framed, weak } = cell;
  const distance = value === null ? 0 : value - middle;
  const way = weak || distance === 0 ? [] : [distance > 0 ? "heat-up" : "heat-down"];
  const classes = [...way, ...(value === null ? ["empty"] : weak ? ["weak"] : []), ...(framed ? ["framed"] : [])];
  const strength = Math.round(deepest * Math.min(1, Math.abs(distance) / full));
  return html`<td class="${classes.join(" ")}" style="--strength:${strength}%"${name === undefined ? null : html` title="${name}"`}>${text}${below === undefined ? null : html`<small>${below}</small>`}</td>`;
}
