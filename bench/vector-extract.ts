import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { fromDist } from "./harness/from-dist.ts";
import { benchOptions } from "./harness/options.ts";
import type { VectorExtractRequest } from "./harness/requests.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { bundledRows } = await fromDist<typeof import("../src/trait/corpus/tuning.ts")>("trait/corpus/tuning.js");
const { repeats, quick, model } = benchOptions();
const time: Figure = { name: "seconds", title: "seconds", better: "less" };
const first: Figure = { name: "first", title: "first entry, layer 0", better: "more" };
const pairs = bundledRows("neutral")
  .slice(0, quick ? 8 : 64)
  .map(({ question, answer }) => {
    const text = (trait: string) => `Pretend to be an ${trait} person. ${question} ${answer}`;
    return { positive: text("outgoing"), negative: text("introverted") };
  });
const folder = mkdtempSync(join(tmpdir(), "traitlab-bench-"));
const file = join(folder, "pairs.json");
writeFileSync(file, JSON.stringify(pairs));
const request = {
  model,
  cacheDir: await weightsCache(),
  file,
  runs: quick ? 1 : 3,
  threads,
  accuracy: "f32",
} satisfies VectorExtractRequest;
const [exact, peer, batched] = ["traitlab", "repeng, one text at a time", "repeng, 32 texts at a time"];

await runBench(
  {
    title: `vector extract: ${pairs.length} pairs, pca_diff, every layer but the last`,
    contenders: [
      ours(exact, "vector-extract", request),
      pythonPeer(batched, "repeng_extract.py", { ...request, batch: 32 }),
      pythonPeer(peer, "repeng_extract.py", { ...request, batch: 1 }),
    ],
    figures: [time, peakMemory, first],
    targets: [
      { figure: time, ours: exact, against: [batched, peer], ratio: 0.5 },
      { figure: peakMemory, ours: exact, against: [batched, peer] },
    ],
    notes: [
      "From texts to vectors; loading the model does not count. The first entry shows that both make the same vectors.",
      "Batches of repeng are padded on the left, which moves what it reads; one text at a time is exact.",
    ],
  },
  { repeats },
);
rmSync(folder, { recursive: true });
