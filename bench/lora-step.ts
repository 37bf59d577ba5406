import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { fromDist } from "./harness/from-dist.ts";
import { benchOptions } from "./harness/options.ts";
import type { LoraStepRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const { projections } = await fromDist<typeof import("../src/model/config.ts")>("model/config.js");
const speed: Figure = { name: "tokensPerSecond", title: "tokens/s", better: "more" };
const loss: Figure = { name: "loss", title: "loss after the last step", better: "less" };
const [count, length] = quick ? [2, 16] : [4, 128];
const peer = "torch+peft f32";

for (const { rank, targets } of [
  { rank: 8, targets: ["q_proj", "v_proj"] },
  { rank: 16, targets: [...projections] },
]) {
  const request: LoraStepRequest = {
    model,
    cacheDir: await weightsCache(),
    sequences: randomPrompts(count, length),
    rank,
    alpha: 2 * rank,
    targets,
    steps: quick ? 1 : 6,
    threads,
    dtype: "float32",
  };
  await runBench(
    {
      title: `lora-step: forward, backward and AdamW on ${count} x ${length} tokens, rank ${rank} on ${targets.join(", ")}`,
      contenders: [
        ours("traitlab f32", "lora-step", request),
        pythonPeer(peer, "lora_step.py", request),
        pythonPeer("torch+peft bf16", "lora_step.py", { ...request, dtype: "bfloat16" }),
      ],
      figures: [speed, peakMemory, loss],
      targets: [
        { figure: speed, ours: "traitlab f32", against: [peer], ratio: 1.2 },
        { figure: peakMemory, ours: "traitlab f32", against: [peer], ratio: 1 },
        { figure: speed, ours: "traitlab f32", against: ["torch+peft bf16"] },
      ],
      notes: ["Loss on all tokens but the first of each sequence; the adapters begin at unlike random numbers."],
    },
    { repeats },
  );
}
