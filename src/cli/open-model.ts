import { join } from "node:path";
import { usage } from "../base/errors.ts";
import type { Engine } from "../graph/engine/engine.ts";
import { startEngine } from "../graph/engine/fork.ts";
import type { Accuracy } from "../graph/ops/matrix.ts";
import { type ModelSpec, readText } from "../model/engine/load.ts";
import { type ModelSource, openModel } from "../model/source.ts";
import type { SystemTemplate } from "../model/tokenizer/system-place.ts";
import type { Tokenizer } from "../model/tokenizer/types.ts";
import { parameter } from "./command.ts";
import type { Context } from "./context.ts";
import { integer, oneOf, path } from "./kinds.ts";

/** Which model: every command that runs one takes it. */
export const modelOption = parameter(
  "-m, --model <path>",
  "a .gguf file, or a folder as Hugging Face lays it out",
  path,
);

export const threadsOption = parameter(
  "--threads <n>",
  "threads of the engine (default: all)",
  integer({ min: 1, max: 256 }),
);

/** How products with 4- and 8-bit weights are computed. */
export const accuracyOption = (fallback: Accuracy) =>
  parameter(
    "--accuracy <level>",
    "4-bit products: int8 (fast, activations rounded to 8 bits) or f32 (exact)",
    oneOf(["int8", "f32"] as const),
    fallback,
  );

/** A model as a command has it: its files understood here, its weights in the engine. */
export interface OpenedModel {
  source: ModelSource;
  tokenizer: Tokenizer;
  /** Throws "bad-input" where the model has none. */
  template(): SystemTemplate;
  spec: ModelSpec;
}

/** Opens a model for a command. Throws "usage" where none was named. */
export async function openForCommand(
  { model, accuracy }: { model: string | undefined; accuracy: Accuracy },
  { paths }: Pick<Context, "paths">,
): Promise<OpenedModel> {
  if (model === undefined)
    throw usage(
      "--model is missing: name a .gguf file, or a folder with config.json, tokenizer.json and *.safetensors.",
    );
  const source = await openModel(model);
  const spec: ModelSpec = { path: source.path, cacheDir: join(paths.cache, "weights"), precision: "native", accuracy };
  return { source, ...(await readText(source)), spec };
}

/** Starts the engine, does the work and ends the engine; an abort is passed on by the tasks. */
export async function withEngine<T>(
  threads: number | undefined,
  { host, signal }: Pick<Context, "host" | "signal">,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const engine = await startEngine({ threads: threads ?? host.machine.threads });
  try {
    return await work(engine);
  } finally {
    await engine.dispose();
  }
}
