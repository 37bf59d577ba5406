import { join } from "node:path";
import { expect, test } from "vitest";
import type { SweepBenchRequest } from "../bench/harness/requests.ts";
import { interventions, sweepFigures, variantsOf } from "../bench/harness/sweep.ts";
import { checkVariants } from "../src/model/edit/plan.ts";
import { temporaryFolder } from "../src/model/testing/folder.ts";
import { writeTinyChat } from "../src/model/testing/tiny-chat.ts";

const folder = temporaryFolder();
const model = join(folder, "tiny.gguf");
writeTinyChat(model);

test("the interventions fit any model, and are of three kinds", () => {
  for (const sizes of [
    { layers: 2, dMlp: 48, dModel: 32 },
    { layers: 30, dMlp: 1536, dModel: 576 },
  ]) {
    const variants = variantsOf(sizes);
    checkVariants(variants, sizes);
    expect(variants).toHaveLength(interventions);
    expect(new Set(variants.map(({ edits }) => edits![0]!.kind))).toEqual(new Set(["set", "scale", "hold"]));
  }
});

test.each(["read", "write"] as const)("what they %s is the same, side by side and one by one", async (work) => {
  const request: Omit<SweepBenchRequest, "together"> = {
    model,
    cacheDir: join(folder, "cache"),
    work,
    ids: [...Buffer.from("What of tea? Tea.")],
    promptTokens: 12,
    newTokens: 5,
    runs: 1,
    threads: 1,
    accuracy: "f32",
  };
  const [together, single] = [
    await sweepFigures({ ...request, together: interventions }),
    await sweepFigures({ ...request, together: 1 }),
  ];
  expect(together.interventionsPerSecond).toBeGreaterThan(0);
  expect(together.mean).toBeLessThan(0);
  expect(together.mean).toBe(single.mean);
});
