import type { FinetuneOptionsInput } from "../../src/induce/finetune/options.ts";
import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { LoraStepRequest } from "../harness/requests.ts";
import { subject } from "../harness/subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { loadModel } = await fromDist<typeof import("../../src/model/engine/load.ts")>("model/engine/load.js");
const { finetuneOptions } =
  await fromDist<typeof import("../../src/induce/finetune/options.ts")>("induce/finetune/options.js");
const { train } = await fromDist<typeof import("../../src/induce/finetune/trainer.ts")>("induce/finetune/trainer.js");

const warmUps = 2;

await subject<LoraStepRequest>(async ({ model: path, cacheDir, sequences, rank, alpha, targets, steps, threads }) => {
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const model = await loadModel({ path, cacheDir, precision: "f32", accuracy: "f32" }, needs);
  const options = { rank, alpha, targets, batch: sequences.length, epochs: warmUps + steps, schedule: "constant" };
  const speeds: number[] = [];
  const { history } = await train({
    config: model.source.config,
    weights: model.weights,
    examples: sequences.map((ids) => ({ ids, lossWeights: new Float32Array(ids.length).fill(1, 1) })),
    options: finetuneOptions({ ...options, warmupRatio: 0 } as FinetuneOptionsInput),
    threads,
    onEvent: (event) => event.type === "step" && event.step > warmUps && speeds.push(event.tokensPerSecond),
  });
  return { tokensPerSecond: median(speeds), peakMb: peakMemoryMb(), loss: history.at(-1)!.loss };
});
