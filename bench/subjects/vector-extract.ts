import { readFileSync } from "node:fs";
import { capturing } from "../harness/capturing.ts";
import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { TextPair, VectorExtractRequest } from "../harness/requests.ts";
import { subject, timed } from "../harness/subject.ts";

const { recipes } = await fromDist<typeof import("../../src/measure/vectors/recipes.ts")>("measure/vectors/recipes.js");

await subject<VectorExtractRequest>(async ({ model: path, cacheDir, file, runs, threads, accuracy }) => {
  const pairs = JSON.parse(readFileSync(file, "utf8")) as TextPair[];
  const spec = { path, cacheDir, precision: "native", accuracy } as const;
  // The last block's output is behind the final norm where the peer reads it: left out of both.
  const { tokenizer, taps, capturer, dispose } = await capturing(spec, {
    threads,
    patterns: ["layers.*.resid_post"],
    leaveOut: 1,
  });
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
  await dispose();
  return { seconds: median(seconds), peakMb: peakMemoryMb(), first: first[0]! };
});
