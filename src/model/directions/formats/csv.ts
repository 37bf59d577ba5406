import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "csv-parse/sync";
import { badInput } from "../../../base/errors.ts";
import { writeFileAtomic } from "../../../base/files.ts";
import type { Directions } from "../about.ts";
import { byLayer, checkPlace, type ForeignVectors, type ModelSize } from "./foreign.ts";

const maxBytes = 1 << 28;

/**
 * Reads a CSV of vectors: a row a layer, first the layer (N: the output of block N, from 0), then its d numbers; a first row of headings may
 * stand above. Throws "bad-input" for anything else and for what the model has no place for.
 */
export function readCsvVectors(given: string, model: ModelSize): ForeignVectors {
  const path = realpathSync(given);
  const rows = parsed(path);
  if (rows[0]?.[0]?.trim().toLowerCase() === "layer") rows.shift();
  if (rows.length === 0) throw badInput(`${path} has no row of numbers: a row a layer is legal.`);
  const found = rows.map((cells, i) => {
    const numbers = cells.map((cell) => (numeral.test(cell.trim()) ? Number(cell) : Number.NaN));
    const bad = numbers.findIndex(Number.isNaN);
    if (bad >= 0)
      throw badInput(
        `${path}: cell ${bad + 1} of row ${i + 1} of numbers is ${JSON.stringify(cells[bad]!.slice(0, 40))}; a layer and then numbers are legal.`,
      );
    const [layer, ...values] = numbers;
    checkPlace(path, `row ${i + 1}`, layer!, values.length, model);
    return [layer!, Float32Array.from(values)] as const;
  });
  return {
    path,
    format: "csv",
    vectors: byLayer(path, found),
    says: {
      meaning: basename(path).replace(/\.\w+$/, ""),
      pooling: "not said in the file",
      positions: "not said in the file",
    },
    notes: ["The row that begins with N is taken for the output of layer N, counted from 0."],
  };
}

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parsed(path: string): string[][] {
  if (statSync(path).size > maxBytes)
    throw badInput(`${path} has more than ${maxBytes} bytes: it holds more than a vector.`);
  try {
    return parse(readFileSync(path, "utf8"), { skip_empty_lines: true, bom: true });
  } catch (cause) {
    throw badInput(`${path} is no CSV of vectors: ${(cause as Error).message}.`, cause);
  }
}

/** Writes vectors as a CSV that comes back to the bit; what they are does not travel along. */
export function writeCsvVectors(path: string, { vectors }: Pick<Directions, "vectors">): void {
  const width = [...vectors.values()][0]!.length;
  const heading = ["layer", ...Array.from({ length: width }, (_, i) => i)];
  const rows = [...vectors].map(([layer, values]) => [layer, ...Array.from(values, shortest)]);
  writeFileAtomic(path, `${[heading, ...rows].map((row) => row.join(",")).join("\n")}\n`);
}

/** Nine digits tell all f32 numbers apart; minus zero is told from zero. */
const shortest = (value: number): string => (Object.is(value, -0) ? "-0" : String(Number(value.toPrecision(9))));
