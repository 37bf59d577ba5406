import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** What every bench can be told on the command line. */
export interface BenchOptions {
  /** Processes of each contender; medians of them are compared. */
  repeats: number;
  /** Small sizes and one repeat: shows that a bench works, measures nothing. */
  quick: boolean;
  /** A GGUF file of a Llama. */
  model: string;
}

/** Reads `--repeats N`, `--quick` and `--model PATH` (by default smollm2.gguf in the folder `TRAITLAB_MODEL_CACHE`). */
export function benchOptions({ needsModel = true } = {}): BenchOptions {
  const { values } = parseArgs({
    options: { repeats: { type: "string" }, quick: { type: "boolean", default: false }, model: { type: "string" } },
  });
  const repeats = Number(values.repeats ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(repeats) || repeats < 1) fail(`--repeats ${values.repeats} is not a whole number above 0`);
  const folder = process.env.TRAITLAB_MODEL_CACHE;
  const model = values.model ?? (folder === undefined ? "" : join(folder, "smollm2.gguf"));
  if (needsModel && !existsSync(model))
    fail(
      model === ""
        ? "name a GGUF file with --model, or the folder that holds smollm2.gguf with TRAITLAB_MODEL_CACHE"
        : `there is no model at ${model}`,
    );
  return { repeats, quick: values.quick, model };
}

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}
