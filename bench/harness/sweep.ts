import type { Edit, Variant } from "../../src/model/edit/types.ts";
import { median } from "./compare.ts";
import { fromDist } from "./from-dist.ts";
import { peakMemoryMb } from "./peak-memory.ts";
import type { SweepBenchRequest } from "./requests.ts";
import { timed } from "./subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { editedSession } =
  await fromDist<typeof import("../../src/model/engine/sessions.ts")>("model/engine/sessions.js");
const { Generator } =
  await fromDist<typeof import("../../src/model/generate/generator.ts")>("model/generate/generator.js");
const { Scorer } = await fromDist<typeof import("../../src/model/score/scorer.ts")>("model/score/scorer.js");
const { openModel } = await fromDist<typeof import("../../src/model/source.ts")>("model/source.js");

/** How many interventions a sweep of the bench has. */
export const interventions = 64;

interface Sizes {
  layers: number;
  dMlp: number;
  dModel: number;
}

/**
 * The interventions, a third each: one neuron clamped, a set of 32 set to 0, a direction of the stream ablated; spread over the layers. One session is
 * made for all of them, as a sweep does.
 */
export const variantsOf = (sizes: Sizes): Variant[] =>
  Array.from({ length: interventions }, (_, i) => ({ id: String(i), edits: [editOf(i, sizes)] }));

function editOf(i: number, { layers, dMlp, dModel }: Sizes): Edit {
  const layer = i % layers;
  const neurons = `layers.${layer}.mlp.act`;
  const unit = (i * 37) % dMlp;
  if (i % 3 === 0) return { kind: "set", tap: neurons, units: [unit], values: [1] };
  const many = Math.min(32, dMlp);
  if (i % 3 === 1)
    return { kind: "scale", tap: neurons, units: Array.from({ length: many }, (_, k) => (unit + k) % dMlp), factor: 0 };
  const direction = new Float32Array(dModel);
  direction[i % dModel] = 1;
  return { kind: "hold", tap: `layers.${layer}.resid_post`, direction, low: 0, high: 0 };
}

/**
 * Reads or writes as every intervention; figures are interventions a second, peak memory and, of what was computed, the mean log-probability of a token,
 * which must not depend on how many run side by side.
 */
export async function sweepFigures(request: SweepBenchRequest): Promise<Record<string, number>> {
  const { model: path, cacheDir, accuracy, threads, runs, together, work } = request;
  const variants = variantsOf((await openModel(path)).config);
  const spec = { path, cacheDir, precision: "native", accuracy, edits: { variants, adapters: [] } } as const;
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const { model, session, editing } = await editedSession(spec, needs);
  const { config } = model.source;
  const sweep =
    work === "read"
      ? readAll(new Scorer(config, session, accuracy, editing), request)
      : writeAll(new Generator(config, session, accuracy, editing), request);
  let logProbs: number[] = [];
  try {
    // One batch before, so that no kernel runs for the first time.
    await sweep(together);
    const seconds = await timed({ warmUps: 0, repeats: runs }, async () => {
      logProbs = await sweep(interventions);
    });
    const mean = logProbs.reduce((sum, x) => sum + x, 0) / logProbs.length;
    return { interventionsPerSecond: interventions / median(seconds), peakMb: peakMemoryMb(), mean };
  } finally {
    await needs.resources.dispose();
  }
}

type Sweep = (count: number) => Promise<number[]>;

const readAll =
  (scorer: InstanceType<typeof Scorer>, { ids, promptTokens, together }: SweepBenchRequest): Sweep =>
  async (count) => {
    const places = ids.slice(promptTokens).map((_, i) => promptTokens + i);
    const found: number[] = [];
    for (let start = 0; start < count; start += together) {
      const some = Array.from({ length: Math.min(together, count - start) }, (_, i) => start + i);
      const logProbs = await scorer.logProbs(some.map((variant) => ({ ids, places, prompt: promptTokens, variant })));
      found.push(...logProbs.flat());
    }
    return found;
  };

const writeAll =
  (generator: InstanceType<typeof Generator>, { ids, promptTokens, newTokens, together }: SweepBenchRequest): Sweep =>
  async (count) => {
    const prompt = ids.slice(0, promptTokens);
    const requests = Array.from({ length: count }, (_, variant) => ({
      id: String(variant),
      prompt,
      maxNewTokens: newTokens,
      stream: "same",
      variant,
    }));
    const found = new Map<string, number[]>();
    const sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
    for await (const { id, logProbs } of generator.generate(requests, { sampling, seed: 0, ends: [], batch: together }))
      found.set(id, logProbs);
    return requests.flatMap(({ id }) => found.get(id)!);
  };
