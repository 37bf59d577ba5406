import type { Figure } from "./harness/compare.ts";
import { ours } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { CaptureBenchRequest } from "./harness/requests.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const time: Figure = { name: "seconds", title: "seconds", better: "less" };
const [count, length] = quick ? [2, 16] : [8, 128];
const request: CaptureBenchRequest = {
  model,
  cacheDir: await weightsCache(),
  texts: randomPrompts(count, length),
  promptTokens: length / 4,
  runs: quick ? 1 : 3,
  threads,
  precision: "native",
  accuracy: "int8",
  head: true,
};
const f32 = { precision: "f32", accuracy: "f32" } as const;
const pairs = [
  { plain: "forward pass, 4-bit", all: "every tap, 4-bit", how: {} },
  { plain: "forward pass, f32", all: "every tap, f32", how: f32 },
];

await runBench(
  {
    title: `taps: ${count} x ${length} tokens; for each text the mean of every tap of every layer over its last ${(3 * length) / 4} tokens`,
    contenders: pairs.flatMap(({ plain, all, how }) => [
      ours(plain, "capture", { ...request, ...how, taps: ["logits"] }),
      ours(all, "capture", { ...request, ...how, taps: ["*"] }),
    ]),
    figures: [time, peakMemory],
    targets: pairs.flatMap(({ plain, all }) => [
      { figure: time, ours: all, against: [plain], ratio: 1.3 },
      { figure: peakMemory, ours: all, against: [plain] },
    ]),
    notes: ["A forward pass gives the mean's logits only. Taps are reduced in the graph: no row of a token leaves it."],
  },
  { repeats },
);
