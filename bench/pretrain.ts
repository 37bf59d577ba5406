import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { fromDist } from "./harness/from-dist.ts";
import { benchOptions } from "./harness/options.ts";
import type { PretrainBenchRequest } from "./harness/requests.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick } = benchOptions({ needsModel: false });
const { organismRecipe } = await fromDist<typeof import("../src/trait/organism/recipe.ts")>("trait/organism/recipe.js");
const speed: Figure = { name: "tokensPerSecond", title: "tokens/s", better: "more" };
const loss: Figure = { name: "loss", title: "loss after the last step", better: "less" };
const { model, training, tokenizer } = organismRecipe;
const { length, batch } = quick ? { length: 32, batch: 4 } : training;
const peer = "transformers + torch f32";
const request: PretrainBenchRequest = {
  config: { ...model, vocab: tokenizer.size, context: tokenizer.context },
  length,
  batch,
  lr: training.lr,
  weightDecay: training.weightDecay,
  clipNorm: training.clipNorm,
  deviation: training.deviation ?? 0.02,
  steps: quick ? 2 : 20,
  threads,
};

await runBench(
  {
    title: `pretrain: every parameter of the organism's shape (${model.layers} layers of ${model.dModel}), ${batch} x ${length} tokens a step, AdamW`,
    contenders: [ours("traitlab f32", "pretrain", request), pythonPeer(peer, "pretrain.py", request)],
    figures: [speed, peakMemory, loss],
    targets: [
      { figure: speed, ours: "traitlab f32", against: [peer], ratio: 1 },
      { figure: peakMemory, ours: "traitlab f32", against: [peer] },
    ],
    notes: ["Tokens of a repeating sequence, the same for both; each begins at random numbers of its own."],
  },
  { repeats },
);
