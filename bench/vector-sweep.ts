import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { VectorSweepRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const speed: Figure = { name: "answersPerSecond", title: "answers/s", better: "more" };
const mean: Figure = { name: "meanToken", title: "mean token id", better: "more" };
const [length, newTokens] = quick ? [8, 8] : [32, 32];
const request = {
  model,
  cacheDir: await weightsCache(),
  prompts: randomPrompts(quick ? 2 : 8, length),
  newTokens,
  layers: quick ? [5, 15] : [1, 5, 9, 13, 16, 20, 24, 28],
  strengths: quick ? [1, 4] : [1, 2, 3, 4, 6, 8, 12, 16],
  together: 64,
  runs: 1,
  threads,
  accuracy: "f32",
} satisfies VectorSweepRequest;
const [batch, blocks, peer] = [
  "traitlab, one batch",
  "traitlab, activations of 8 bits",
  "repeng, one setting at a time",
];

await runBench(
  {
    title: `vector sweep: ${request.layers.length} layers x ${request.strengths.length} strengths x ${request.prompts.length} prompts of ${length} tokens, ${newTokens} new ones each, greedy`,
    contenders: [
      ours(batch, "vector-sweep", request),
      ours(blocks, "vector-sweep", { ...request, accuracy: "int8" }),
      pythonPeer(peer, "repeng_sweep.py", request),
    ],
    figures: [speed, peakMemory, mean],
    targets: [
      { figure: speed, ours: batch, against: [peer], ratio: 5 },
      { figure: speed, ours: blocks, against: [peer] },
      { figure: peakMemory, ours: batch, against: [peer] },
    ],
    notes: [
      "repeng 0.4.0 steers transformers in f32 on the dequantised weights; the prompts of one setting run side by side.",
      "traitlab runs the file's 4-bit blocks exactly (f32 activations), every setting and prompt in one batch of 64 rows.",
    ],
  },
  { repeats },
);
