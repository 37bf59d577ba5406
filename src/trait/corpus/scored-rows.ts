import { badInput } from "../../base/errors.ts";
import { type Cells, readRows, textOf } from "./read-file.ts";

/** A text of a user's, and how strongly it shows traits, where that is known. */
export interface ScoredRow {
  /** Undefined for a text that answers nothing. */
  question?: string;
  text: string;
  /** By trait, on whatever scale. */
  scores?: Readonly<Record<string, number>>;
}

/**
 * Reads texts with trait scores: `.jsonl` with `text`, or `question` and `answer`, and `z`, an object of numbers by trait, in all rows or
 * in none. Throws "bad-input" naming the row for what is missing, empty, no number, or not of the traits that the first row has.
 */
export function readScoredFile(path: string): ScoredRow[] {
  const rows = readRows(path, "texts with trait scores").map((row, i) => rowOf(row, `Row ${i + 1} of ${path}`));
  const traitsIn = ({ scores }: ScoredRow) => (scores ? Object.keys(scores).sort().join(", ") : "none");
  const [first] = rows;
  const other = rows.findIndex((row) => traitsIn(row) !== traitsIn(first!));
  if (other >= 0)
    throw badInput(
      `Row ${other + 1} of ${path} has scores of ${traitsIn(rows[other]!)}, and row 1 of ${traitsIn(first!)}: give every row the same traits, or none a z.`,
    );
  return rows;
}

function rowOf(row: Cells, where: string): ScoredRow {
  const textIn = (name: string) => (row[name] === undefined ? undefined : textOf(row[name], `${where}: "${name}"`));
  const [question, text] = [textIn("question"), textIn("answer") ?? textIn("text")];
  if (text === undefined)
    throw badInput(`${where} has neither "text" nor "answer"; it has ${Object.keys(row).join(", ") || "nothing"}.`);
  return { text, ...(question === undefined ? {} : { question }), ...scoresIn(row.z, where) };
}

function scoresIn(z: unknown, where: string): Pick<ScoredRow, "scores"> {
  if (z === undefined || z === null) return {};
  const entries = typeof z === "object" && !Array.isArray(z) ? Object.entries(z) : [];
  if (entries.length === 0 || !entries.every(([, score]) => Number.isFinite(score)))
    throw badInput(`${where}: "z" must be an object of numbers by trait, like {"extraversion": 1.5}.`);
  return { scores: Object.fromEntries(entries) };
}
