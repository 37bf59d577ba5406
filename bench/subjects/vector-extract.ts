import { readFileSync } from "node:fs";
import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { TextPair, VectorExtractRequest } from "../harness/requests.ts";
import { subject, timed } from "../harness/subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { openCapturer } = await fromDist<typeof import("../../src/model/capture/capture-task.ts")>(
  "model/capture/capture-task.js",
);
const { resolveTaps } =
  await fromDist<typeof import("../../src/model/capture/tap-names.ts")>("model/capture/tap-names.js");
const { loadModel } = await fromDist<typeof import("../../src/model/engine/load.ts")>("model/engine/load.js");
const { recipes } = await fromDist<typeof import("../../src/measure/vectors/recipes.ts")>("measure/vectors/recipes.js");

await subject<VectorExtractRequest>(async ({ model: path, cacheDir, file, runs, threads, accuracy }) => {
  const pairs = JSON.parse(readFileSync(file, "utf8")) as TextPair[];
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const spec = { path, cacheDir, precision: "native", accuracy } as const;
  const { source, tokenizer } = await loadModel(spec, needs);
  // The last block's output is behind the final norm where the peer reads it: left out of both.
  const taps = resolveTaps(["layers.*.resid_post"], source.config.layers).slice(0, -1);
  const capturer = await openCapturer(spec, needs, taps);
  let first = new Float64Array();
  const extract = async () => {
    const texts = pairs.flatMap((pair, i) =>
      (["positive", "negative"] as const).map((side) => {
        const ids = tokenizer.encode(pair[side], { bos: true });
        return { id: `${side}/${i}`, ids, spans: [{ start: 0, end: ids.length, reduce: "last" as const }] };
      }),
    );
    const found = new Map<string, Record<string, Float32Array[]>>();
    for await (const { id, taps: own } of capturer.capture(texts)) found.set(id, own);
    const all = pairs.map((_, i) => i);
    const vectors = taps.map((tap) => {
      const rows = (side: string) => all.map((i) => found.get(`${side}/${i}`)![tap]![0]!);
      return recipes["pca-diff"].of({ positive: rows("positive"), negative: rows("negative") })(all);
    });
    first = Float64Array.from(vectors[0]!);
  };
  const seconds = await timed({ warmUps: 1, repeats: runs }, extract);
  await needs.resources.dispose();
  return { seconds: median(seconds), peakMb: peakMemoryMb(), first: first[0]! };
});
