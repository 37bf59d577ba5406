import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { PretrainBenchRequest } from "../harness/requests.ts";
import { subject } from "../harness/subject.ts";

const { pretrain } =
  await fromDist<typeof import("../../src/model/training/pretrain.ts")>("model/training/pretrain.js");

const warmUps = 3;

await subject<PretrainBenchRequest>(async ({ config, length, batch, steps, threads, ...optimiser }) => {
  const speeds: number[] = [];
  const count = (warmUps + steps) * batch * length + 1;
  const { history } = await pretrain({
    config,
    tokens: Int32Array.from({ length: count }, (_, i) => (i * i + 7 * i) % config.vocab),
    options: { ...optimiser, length, batch, epochs: 1, seed: 0, schedule: "constant", warmupRatio: 0 },
    threads,
    onEvent: (event) => event.type === "step" && event.step > warmUps && speeds.push(event.tokensPerSecond),
  });
  return { tokensPerSecond: median(speeds), peakMb: peakMemoryMb(), loss: history.at(-1)!.loss };
});
