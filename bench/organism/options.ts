import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fromDist } from "../harness/from-dist.ts";

const { usage } = await fromDist<typeof import("../../src/base/errors.ts")>("base/errors.js");

/** What the organism's bench can be told. */
export interface OrganismBenchOptions {
  /** "embedded", or the absolute path of a folder that `traitlab model train --recipe organism` wrote. */
  model: string;
  /** Tuning seeds of each pole. */
  seeds: number;
  /** Questions for each arm of the study; the base model is asked `baseQuestions`. */
  questions: number;
  baseQuestions: number;
  /** Held-out documents. */
  documents: number;
  /** Sizes too small to tell anything. */
  quick: boolean;
  /** Absolute path of the folder with its runs and results. */
  out: string;
}

/** Reads `--model DIR`, `--seeds N`, `--out DIR` and `--quick`. The same `--out` goes on where it stopped; without one it is a new temporary folder. */
export function organismBenchOptions(args: readonly string[]): OrganismBenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "string", default: "embedded" },
      seeds: { type: "string" },
      out: { type: "string" },
      quick: { type: "boolean", default: false },
    },
  });
  const { model, quick } = values;
  const seeds = Number(values.seeds ?? (quick ? 1 : 5));
  if (!Number.isInteger(seeds) || seeds < 1) throw usage(`--seeds ${values.seeds} is not a whole number above 0.`);
  return {
    model: model === "embedded" ? model : resolve(model),
    seeds,
    quick,
    ...(quick
      ? { questions: 4, baseQuestions: 8, documents: 40 }
      : { questions: 40, baseQuestions: 200, documents: 1000 }),
    out: values.out === undefined ? mkdtempSync(join(tmpdir(), "traitlab-organism-")) : resolve(values.out),
  };
}
