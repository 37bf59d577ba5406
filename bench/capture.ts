import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { CaptureBenchRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const speed: Figure = { name: "tokensPerSecond", title: "tokens/s", better: "more" };
const first: Figure = { name: "firstMean", title: "first number of the last layer's first mean", better: "more" };
const [count, length] = quick ? [2, 16] : [8, 128];
const request: CaptureBenchRequest = {
  model,
  cacheDir: await weightsCache(),
  texts: randomPrompts(count, length),
  promptTokens: length / 4,
  runs: quick ? 1 : 3,
  threads,
  precision: "f32",
  accuracy: "f32",
  head: true,
};
const forward = "transformers f32";
const headless = "transformers f32 without head";
const [f32, blocks] = ["traitlab f32", "traitlab 4-bit, exact"];

await runBench(
  {
    title: `capture: ${count} x ${length} tokens; for each text the mean of every layer's residual stream over its last ${(3 * length) / 4} tokens, and of the logits`,
    contenders: [
      ours(f32, "capture", request),
      ours(blocks, "capture", { ...request, precision: "native" }),
      pythonPeer(forward, "capture.py", request),
      pythonPeer(headless, "capture.py", { ...request, head: false }),
    ],
    figures: [speed, peakMemory, first],
    targets: [
      { figure: speed, ours: f32, against: [forward], ratio: 1.2 },
      { figure: peakMemory, ours: f32, against: [forward], ratio: 0.5 },
      { figure: speed, ours: blocks, against: [forward] },
      { figure: peakMemory, ours: blocks, against: [forward], ratio: 0.5 },
      { figure: speed, ours: f32, against: [headless] },
      { figure: peakMemory, ours: f32, against: [headless] },
    ],
    notes: [
      "transformers computes the logits of every token with `output_hidden_states`, and means are taken from its tensors;",
      "traitlab reduces in the graph and computes the mean's logits only. Without head, the peer gives no logits at all.",
    ],
  },
  { repeats },
);
