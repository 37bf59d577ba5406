import type { Figure } from "./harness/compare.ts";
import { nodePeer, ours, pythonPeer } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { GenerateRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const speed: Figure = { name: "promptTokensPerSecond", title: "prompt tokens/s", better: "more" };
const length = quick ? 64 : 512;
const request: GenerateRequest = {
  model,
  cacheDir: await weightsCache(),
  prompts: randomPrompts(1, length),
  newTokens: 1,
  runs: quick ? 1 : 3,
  threads,
};
await runBench(
  {
    title: `prompt: ${length} tokens to the first new one`,
    contenders: [
      ours("traitlab", "generate", request),
      nodePeer("node-llama-cpp", "node-llama-cpp.mjs", { ...request, work: "generate" }),
      pythonPeer("transformers f32", "generate.py", request),
    ],
    figures: [speed, peakMemory],
    targets: [{ figure: speed, ours: "traitlab", against: ["node-llama-cpp"], ratio: 1.5 }],
  },
  { repeats },
);
