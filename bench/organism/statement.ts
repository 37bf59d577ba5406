import type { Estimate } from "../../src/measure/statistics/estimate.ts";
import { grid } from "../harness/grid.ts";

/** One line of a statement: a figure in each column, with its interval and n. */
export interface Row {
  what: string;
  /** One a column; null where there is nothing to tell from. */
  figures: readonly (Estimate | null)[];
  /** What the first figure is to be, and whether it is. */
  wanted?: { what: string; holds: boolean };
}

/** Something that must be true of the organism, with what was measured. */
export interface Statement {
  /** Its number in the list of statements. */
  label: string;
  /** One sentence that holds or does not; where no row wants anything, what is reported. */
  title: string;
  columns: readonly string[];
  /** What n counts. */
  n: string;
  rows: readonly Row[];
  notes?: readonly string[];
}

export type Outcome = "holds" | "DOES NOT HOLD" | "reported";

/** A statement holds where every row that wants something has it. */
export function outcome({ rows }: Pick<Statement, "rows">): Outcome {
  const wanted = rows.flatMap((row) => row.wanted ?? []);
  if (wanted.length === 0) return "reported";
  return wanted.every(({ holds }) => holds) ? "holds" : "DOES NOT HOLD";
}

/** A statement as text: title and outcome, then its rows. */
export function statementText({ label, title, columns, n, rows, notes = [] }: Statement): string {
  const judged = rows.some(({ wanted }) => wanted);
  const table = grid(
    ["", ...columns, ...(judged ? ["wanted"] : [])],
    rows.map(({ what, figures, wanted }) => [
      `   ${what}`,
      ...figures.map((figure) => (figure === null ? "none, 0" : figureText(figure))),
      ...(judged ? [wanted ? `${wanted.what}: ${wanted.holds ? "holds" : "DOES NOT HOLD"}` : ""] : []),
    ]),
  );
  const lines = [`${label}. ${title}: ${outcome({ rows })}`, table, `   n: ${n}`, ...notes.map((note) => `   ${note}`)];
  return lines.join("\n");
}

/** "0.925 [0.801, 0.974], 40". */
const figureText = ({ value, low, high, n }: Estimate): string =>
  `${numberText(value)} [${numberText(low)}, ${numberText(high)}], ${n}`;

/** Three digits behind the point where that shows something, else powers of ten. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "none" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.001) return value.toExponential(1);
  return value.toFixed(size < 10 ? 3 : 1).replace(/\.0+$/, "");
}
