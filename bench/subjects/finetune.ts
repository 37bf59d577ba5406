import { readFileSync } from "node:fs";
import type { FinetuneOptionsInput } from "../../src/induce/finetune/options.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { FinetuneBenchRequest, TuningFile } from "../harness/requests.ts";
import { subject } from "../harness/subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { loadModel } = await fromDist<typeof import("../../src/model/engine/load.ts")>("model/engine/load.js");
const { finetuneOptions } =
  await fromDist<typeof import("../../src/induce/finetune/options.ts")>("induce/finetune/options.js");
const { train } = await fromDist<typeof import("../../src/induce/finetune/trainer.ts")>("induce/finetune/trainer.js");

await subject<FinetuneBenchRequest>(async ({ model: path, cacheDir, file, threads, steered }) => {
  const { examples, batches, options } = JSON.parse(readFileSync(file, "utf8")) as TuningFile;
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const model = await loadModel({ path, cacheDir, precision: "f32", accuracy: "f32" }, needs);
  const { config } = model.source;
  const shift = (layer: number) => Float32Array.from({ length: config.dModel }, (_, i) => Math.sin(i + layer) / 100);
  const shifts = new Map(Array.from({ length: config.layers }, (_, layer) => [layer, shift(layer)]));
  let start = 0;
  const { history } = await train({
    config,
    weights: model.weights,
    examples: examples.map(({ ids, lossWeights }) => ({ ids, lossWeights: Float32Array.from(lossWeights) })),
    options: finetuneOptions({ ...options, epochs: 1 } as FinetuneOptionsInput),
    ...(steered ? { guard: { kind: "steer", shifts } } : {}),
    threads,
    onEvent: (event) => {
      if (event.type === "step" && event.step === 1) start = performance.now();
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const rows = batches.slice(1).flat().length;
  return { rowsPerSecond: rows / seconds, peakMb: peakMemoryMb(), loss: history.at(-1)!.loss };
});
