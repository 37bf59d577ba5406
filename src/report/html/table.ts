import { type Content, html, type Markup } from "./markup.ts";

export interface TableColumn {
  title: string;
  /** Numbers stand to the right, words (the default) to the left; prose needs no title before it on a narrow page. */
  kind?: "words" | "number" | "prose";
}

export interface TableGroup {
  /** A heading over these rows; none for a table of one group. */
  title?: string;
  /** Cells in the columns' order; the first one heads its row. */
  rows: readonly (readonly Content[])[];
}

/**
 * A table that reads as one on a wide page and, on a narrow one, as a card for each row with the column titles before
 * the values: it never needs to scroll sideways. The roles keep it a table to a screen reader in both forms.
 */
export function dataTable(caption: Content, columns: readonly TableColumn[], groups: readonly TableGroup[]): Markup {
  const heading = ({ title }: TableGroup) =>
    title === undefined
      ? null
      : html`<tr class="group" role="row"><th role="rowheader" scope="rowgroup" colspan="${columns.length}">${title}</th></tr>`;
  const row = (
    cells: readonly Content[],
  ) => html`<tr role="row">${cells.map((cell, i) => tableCell(cell, columns[i]!, i))}</tr>
`;
  return html`<table class="data" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col"${classOf(column)}>${column.title}</th>`)}</tr></thead>
${groups.map((group) => html`<tbody role="rowgroup">${heading(group)}${group.rows.map(row)}</tbody>`)}
</table>`;
}

function tableCell(cell: Content, column: TableColumn, index: number): Markup {
  return index === 0
    ? html`<th role="rowheader" scope="row">${cell}</th>`
    : html`<td role="cell" data-title="${column.title}"${classOf(column)}><span>${cell}</span></td>`;
}

const classOf = ({ kind = "words" }: TableColumn): Content => (kind === "words" ? null : html` class="${kind}"`);

/** Names and values, e.g. versions. Values that are long and without spaces (hashes) break anywhere. */
export function factList(facts: readonly (readonly [string, Content])[]): Markup {
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
