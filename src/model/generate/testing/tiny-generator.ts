import { join } from "node:path";
import { encodeModel } from "../../../graph/encode.ts";
import type { Accuracy } from "../../../graph/ops/matrix.ts";
import { Session } from "../../../graph/session.ts";
import type { ModelConfig } from "../../config.ts";
import { openModel } from "../../source.ts";
import { type TinyLlama, type TinyTensor, writeTinyGguf } from "../../testing/tiny-llama.ts";
import { prepareWeights } from "../../weights/prepare.ts";
import type { WeightPrecision, Weights } from "../../weights/types.ts";
import { Generator } from "../generator.ts";
import { type GeneratorGraphOptions, generatorGraph } from "../graph.ts";
import type { Sampling } from "../sampling.ts";
import type { GenerateOptions, Generation, GenerationRequest } from "../types.ts";

/** Greedy, no filter. */
export const greedy: Sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };

/** A tiny model, ready to generate. */
export interface TinyGenerator {
  config: ModelConfig;
  weights: Weights;
  session: Session;
  generator: Generator;
}

export interface TinyGeneratorOptions {
  size?: Partial<TinyLlama>;
  precision?: WeightPrecision;
  accuracy?: Accuracy;
  threads?: number;
  change?: (tensors: TinyTensor[]) => TinyTensor[];
}

let files = 0;

/** Writes a tiny model into the folder and opens it for generation; the caller disposes the session. */
export async function tinyGenerator(
  folder: string,
  { size, precision = "native", accuracy = "f32", threads = 1, change }: TinyGeneratorOptions = {},
): Promise<TinyGenerator> {
  const path = join(folder, `tiny${files++}.gguf`);
  writeTinyGguf(path, size, {}, change);
  const source = await openModel(path);
  const exact = precision === "native" && accuracy === "f32";
  const weights = await prepareWeights(source, { precision, exact, cacheDir: join(folder, "cache") });
  return generatorOf(source.config, weights, { accuracy }, threads);
}

/** Opens weights for generation. */
export async function generatorOf(
  config: ModelConfig,
  weights: Weights,
  options: GeneratorGraphOptions,
  threads = 1,
): Promise<TinyGenerator> {
  const session = await Session.create(encodeModel(generatorGraph(config, weights, options)), {
    threads,
    prepack: true,
  });
  return { config, weights, session, generator: new Generator(config, session, options.accuracy) };
}

/** All generations by id. */
export async function generateAll(
  generator: Generator,
  requests: readonly GenerationRequest[],
  options: Partial<GenerateOptions> = {},
): Promise<Map<string, Generation>> {
  const all = new Map<string, Generation>();
  const settings = { sampling: greedy, seed: 0, ends: [], batch: requests.length, ...options };
  for await (const generation of generator.generate(requests, settings)) all.set(generation.id, generation);
  return all;
}
