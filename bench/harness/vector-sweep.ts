import type { Variant } from "../../src/model/edit/types.ts";
import { median } from "./compare.ts";
import { fromDist } from "./from-dist.ts";
import { peakMemoryMb } from "./peak-memory.ts";
import type { VectorSweepRequest } from "./requests.ts";
import { timed } from "./subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { editedSession } =
  await fromDist<typeof import("../../src/model/engine/sessions.ts")>("model/engine/sessions.js");
const { Generator } =
  await fromDist<typeof import("../../src/model/generate/generator.ts")>("model/generate/generator.js");
const { openModel } = await fromDist<typeof import("../../src/model/source.ts")>("model/source.js");

/** A vector of length 1 at a layer: cosines, as the peer makes them. */
function direction(layer: number, width: number): Float64Array {
  const raw = Float64Array.from({ length: width }, (_, i) => Math.cos(i * (layer + 1)));
  const length = Math.hypot(...raw);
  return raw.map((x) => x / length);
}

/** Answers all prompts at every layer with every strength, greedily; figures are answers a second, peak memory and, to see that both wrote alike, the mean token. */
export async function vectorSweepFigures(request: VectorSweepRequest): Promise<Record<string, number>> {
  const { model: path, cacheDir, accuracy, threads, runs, together, prompts, layers, strengths, newTokens } = request;
  const { dModel } = (await openModel(path)).config;
  const variants = layers.flatMap((layer) =>
    strengths.map((strength): Variant => {
      const vector = Float32Array.from(direction(layer, dModel), (x) => x * strength);
      return { id: `${layer}@${strength}`, edits: [{ kind: "add", tap: `layers.${layer}.resid_post`, vector }] };
    }),
  );
  const spec = { path, cacheDir, precision: "native", accuracy, edits: { variants, adapters: [] } } as const;
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const { model, session, editing } = await editedSession(spec, needs);
  const generator = new Generator(model.source.config, session, accuracy, editing);
  const sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
  const answer = async (points: number) => {
    const requests = Array.from({ length: points }, (_, variant) =>
      prompts.map((prompt, p) => ({ id: `${variant}/${p}`, prompt, maxNewTokens: newTokens, stream: "same", variant })),
    ).flat();
    let sum = 0;
    const generations = generator.generate(requests, { sampling, seed: 0, ends: [], batch: together });
    for await (const { ids } of generations) for (const id of ids) sum += id;
    return sum / (requests.length * newTokens);
  };
  try {
    let meanToken = 0;
    // One batch before, so that no kernel runs for the first time.
    await answer(Math.min(variants.length, Math.ceil(together / prompts.length)));
    const seconds = await timed({ warmUps: 0, repeats: runs }, async () => {
      meanToken = await answer(variants.length);
    });
    const answers = variants.length * prompts.length;
    return { answersPerSecond: answers / median(seconds), peakMb: peakMemoryMb(), meanToken };
  } finally {
    await needs.resources.dispose();
  }
}
