import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { CaptureBenchRequest } from "../harness/requests.ts";
import { subject, timed } from "../harness/subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { openCapturer } = await fromDist<typeof import("../../src/model/capture/capture-task.ts")>(
  "model/capture/capture-task.js",
);
const { resolveTaps } =
  await fromDist<typeof import("../../src/model/capture/tap-names.ts")>("model/capture/tap-names.js");
const { loadModel } = await fromDist<typeof import("../../src/model/engine/load.ts")>("model/engine/load.js");

await subject<CaptureBenchRequest>(async (request) => {
  const { model: path, cacheDir, texts, promptTokens, runs, threads, precision, accuracy } = request;
  const { taps: patterns = ["layers.*.resid_post", "logits"] } = request;
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const spec = { path, cacheDir, precision, accuracy };
  const { config } = (await loadModel(spec, needs)).source;
  const taps = resolveTaps(patterns, config.layers);
  const capturer = await openCapturer(spec, needs, taps);
  const spanned = texts.map((ids, i) => ({
    id: String(i),
    ids,
    spans: [{ start: promptTokens, end: ids.length, reduce: "mean" as const }],
  }));
  let firstMean = Number.NaN;
  const seconds = await timed({ warmUps: 1, repeats: runs }, async () => {
    for await (const { id, taps: found } of capturer.capture(spanned))
      if (id === "0") firstMean = found[`layers.${config.layers - 1}.resid_post`]?.[0]?.[0] ?? Number.NaN;
  });
  return {
    seconds: median(seconds),
    tokensPerSecond: texts.flat().length / median(seconds),
    peakMb: peakMemoryMb(),
    firstMean,
  };
});
