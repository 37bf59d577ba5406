import type { Figure } from "./harness/compare.ts";
import { ours } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { SweepBenchRequest } from "./harness/requests.ts";
import { interventions } from "./harness/sweep.ts";
import { randomPrompts } from "./harness/tokens.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const speed: Figure = { name: "interventionsPerSecond", title: "interventions/s", better: "more" };
const mean: Figure = { name: "mean", title: "mean log-probability", better: "more" };
const [promptTokens, newTokens] = quick ? [8, 4] : [32, 32];
const [ids] = randomPrompts(1, promptTokens + newTokens);

for (const { work, title } of [
  { work: "write", title: `${newTokens} new tokens, greedy, behind one prompt of ${promptTokens}` },
  { work: "read", title: `${newTokens} tokens weighed behind one prompt of ${promptTokens}` },
] as const) {
  const request = async (together: number): Promise<SweepBenchRequest> => ({
    model,
    cacheDir: await weightsCache(),
    work,
    ids: ids!,
    promptTokens,
    newTokens,
    together,
    runs: 1,
    threads,
    accuracy: "f32",
  });
  const [batch, single] = [`${interventions} side by side`, "one by one"];
  await runBench(
    {
      title: `sweep, ${work}: ${interventions} interventions (single neurons, sets of 32, directions), each ${title}`,
      contenders: [ours(batch, "sweep", await request(interventions)), ours(single, "sweep", await request(1))],
      figures: [speed, peakMemory, mean],
      targets: [
        { figure: speed, ours: batch, against: [single], ratio: 4 },
        { figure: peakMemory, ours: batch, against: [single] },
      ],
      notes: ["One session that can run all of them, either way; the same numbers come out, as their mean shows."],
    },
    { repeats },
  );
}
