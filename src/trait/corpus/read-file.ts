import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { badInput } from "../../base/errors.ts";

/** One row of a user's file: its cells by column name. */
export type Cells = Readonly<Record<string, unknown>>;

/**
 * Reads a `.jsonl` (one object a line) or `.csv` file (comma, quotes as in RFC 4180, names in the first line). Returns
 * the rows in order; row numbers in messages start at 1 and leave out CSV's line of names. Throws "bad-input" for any
 * other ending, a file that cannot be read, is not UTF-8, is empty or is not of its form; `what` names the rows there.
 */
export function readRows(path: string, what = "tuning data"): Cells[] {
  const ending = extname(path).toLowerCase();
  if (![".jsonl", ".ndjson", ".csv"].includes(ending)) {
    throw badInput(
      `Cannot read ${path} as ${what}: its name must end in .jsonl or .csv. Export the data to one of them.`,
    );
  }
  const text = readText(path);
  const rows = ending === ".csv" ? readCsv(text, path) : readJsonLines(text, path);
  if (rows.length === 0) throw badInput(`${path} holds no rows of ${what}.`);
  return rows;
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw badInput(`Cannot read ${path}: ${(cause as Error).message}.`, cause);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw badInput(`${path} is not UTF-8 text. Save it as UTF-8.`, cause);
  }
}

function readCsv(text: string, path: string): Cells[] {
  try {
    return parse(text, { columns: true, skip_empty_lines: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw badInput(`${path} is not a well-formed CSV file: ${cause.message}.`, cause);
  }
}

function readJsonLines(text: string, path: string): Cells[] {
  const rows: Cells[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw badInput(`Line ${index + 1} of ${path} is not JSON: ${(cause as Error).message}.`, cause);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw badInput(`Line ${index + 1} of ${path} is not a JSON object with the columns of a row.`);
    }
    rows.push(value as Cells);
  }
  return rows;
}

/** The text of a cell, without blanks around it; `what` names it. Throws "bad-input" where it is missing, empty or no text. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw badInput(
    `${what} ${value === undefined ? "is missing" : typeof value === "string" ? "is empty" : "is not text"}.`,
  );
}

/** A check of rows, one after the other from the first on: throws "bad-input" for one whose value was there before; `what` says what is the same. */
export function repeatCheck(what: string): (value: unknown, where: string) => void {
  const rows = new Map<string, number>();
  let row = 0;
  return (value, where) => {
    row++;
    const key = JSON.stringify(value);
    const before = rows.get(key);
    if (before !== undefined) throw badInput(`${where} repeats row ${before}: the same ${what}. Remove one.`);
    rows.set(key, row);
  };
}
