import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { PrefixedGenerateRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const speed: Figure = { name: "newTokensPerSecond", title: "new tokens/s", better: "more" };
const sum: Figure = { name: "idSum", title: "sum of ids", better: "more" };
const [length, newTokens] = quick ? [8, 8] : [32, 64];

for (const batch of [1, 4]) {
  const cacheDir = await weightsCache();
  const request = (accuracy: "int8" | "f32", cached: boolean): PrefixedGenerateRequest => ({
    model,
    cacheDir,
    prompts: randomPrompts(batch, length),
    newTokens,
    runs: quick || !cached ? 1 : 3,
    threads,
    accuracy,
    cached,
  });
  const peer = "transformers f32, uncached";
  await runBench(
    {
      title: `psychadapter, ${batch === 1 ? "one sequence" : `${batch} sequences, each behind a prefix of its own`}: ${length} prompt tokens and ${newTokens} new ones, greedy; time includes the prompt`,
      contenders: [
        ours("traitlab", "psychadapter", request("int8", true)),
        ours("traitlab f32", "psychadapter", request("f32", true)),
        ours("traitlab f32, uncached", "psychadapter", request("f32", false)),
        pythonPeer(peer, "psychadapter.py", request("f32", false)),
      ],
      figures: [speed, peakMemory, sum],
      targets: [
        { figure: speed, ours: "traitlab", against: [peer], ratio: 10 },
        { figure: speed, ours: "traitlab f32", against: ["traitlab f32, uncached"] },
      ],
      notes: [
        "Uncached: each new token runs prefix and text anew, as the published PsychAdapter generates. The same sum of ids: the same text.",
      ],
    },
    { repeats },
  );
}
