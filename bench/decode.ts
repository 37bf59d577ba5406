import type { Figure } from "./harness/compare.ts";
import { nodePeer, ours, pythonPeer } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { GenerateRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const speed: Figure = { name: "newTokensPerSecond", title: "new tokens/s", better: "more" };
const [length, newTokens] = quick ? [8, 8] : [32, 64];

for (const { batch, target } of [
  { batch: 1, target: { against: ["node-llama-cpp"], ratio: 2 } },
  { batch: 16, target: { against: ["node-llama-cpp", "transformers f32"], ratio: 3 } },
]) {
  const request: GenerateRequest = {
    model,
    cacheDir: await weightsCache(),
    prompts: randomPrompts(batch, length),
    newTokens,
    runs: quick ? 1 : 3,
    threads,
  };
  await runBench(
    {
      title: `decode, batch ${batch}: ${length} prompt tokens and ${newTokens} new ones a sequence, greedy; time includes the prompt`,
      contenders: [
        ours("traitlab", "generate", request),
        nodePeer("node-llama-cpp", "node-llama-cpp.mjs", { ...request, work: "generate" }),
        pythonPeer("transformers f32", "generate.py", request),
      ],
      figures: [speed, peakMemory],
      targets: [{ figure: speed, ours: "traitlab", ...target }],
      notes: [
        "traitlab and node-llama-cpp run the file's 4-bit blocks on activations of 8 bits; transformers runs them dequantised.",
      ],
    },
    { repeats },
  );
}
