import { fromDist } from "./from-dist.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { openCapturer } = await fromDist<typeof import("../../src/model/capture/capture-task.ts")>(
  "model/capture/capture-task.js",
);
const { resolveTaps } =
  await fromDist<typeof import("../../src/model/capture/tap-names.ts")>("model/capture/tap-names.js");
const { loadModel } = await fromDist<typeof import("../../src/model/engine/load.ts")>("model/engine/load.js");

/** A model opened in this process, to have taps captured. */
export async function capturing(
  spec: Parameters<typeof loadModel>[0],
  { threads, patterns, leaveOut = 0 }: { threads: number; patterns: readonly string[]; leaveOut?: number },
) {
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const { source, tokenizer } = await loadModel(spec, needs);
  const all = resolveTaps(patterns, source.config.layers);
  const taps = all.slice(0, all.length - leaveOut);
  const capturer = await openCapturer(spec, needs, taps);
  return { config: source.config, tokenizer, taps, capturer, dispose: () => needs.resources.dispose() };
}
