import { beforeAll, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { captureTask } from "../../model/capture/capture-task.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { heldDirections, meanProjections, randomShift, randomUnit, shifted, streamTap } from "./direction-variants.ts";
import type { ArmPair } from "./pair.ts";
import { plantedPair, plantedReadings } from "./testing/planted-pair.ts";

const engine = inlineEngine({ threads: 1 });
const width = 64;
const directions = [0, 1].map((layer) => ({ layer, unit: randomUnit(width, 0, `test/${layer}`), gap: 2 }));
let pair: ArmPair;
beforeAll(async () => {
  ({ pair } = await plantedPair(engine, temporaryFolder(), "loud"));
});

test("random directions have length 1, and are the same for a name and a seed alone", () => {
  expect(Math.hypot(...randomUnit(width, 0, "a"))).toBeCloseTo(1, 6);
  expect(randomUnit(width, 0, "a")).toEqual(randomUnit(width, 0, "a"));
  const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  for (const other of [randomUnit(width, 1, "a"), randomUnit(width, 0, "b")])
    expect(Math.abs(cosine(randomUnit(width, 0, "a"), other))).toBeLessThan(0.5);
});

test("mean projections are those of the stream at the end of what is read, arm by arm", async () => {
  const means = await meanProjections(pair, directions, plantedReadings, undefined);
  for (const of of ["persona", "reference"] as const) {
    const { local, chat } = pair[of].respondent;
    const sums = [0, 0];
    await engine.run(
      captureTask,
      {
        model: local.spec,
        taps: directions.map(({ layer }) => streamTap(layer)),
        texts: plantedReadings.texts.map(({ id, asked, ids }) => ({
          id,
          messages: chat(asked),
          response: ids,
          spans: [{ part: "response" as const, start: ids.length - 1, end: ids.length, reduce: "mean" as const }],
        })),
      },
      {
        onEvent: ({ taps }) => {
          for (const [i, { layer, unit }] of directions.entries())
            sums[i]! += taps[streamTap(layer)]![0]!.reduce((sum, x, k) => sum + x * unit[k]!, 0);
        },
      },
    );
    for (const [i, sum] of sums.entries()) expect(means[of][i]!).toBeCloseTo(sum / plantedReadings.texts.length, 4);
  }
});

test("what is done to each layer is held at its mean, or moved as far in a random direction, or by so much", () => {
  const held = heldDirections(pair, "held", directions, [3, 4]);
  expect(held.edits).toEqual(
    directions.map(({ layer, unit }, i) => ({
      kind: "hold",
      tap: streamTap(layer),
      direction: unit,
      low: 3 + i,
      high: 3 + i,
    })),
  );
  const random = randomShift(pair, "random", directions, [0.5, 7], 0);
  const lengths = random.edits!.map((edit) => (edit.kind === "add" ? Math.hypot(...edit.vector) : 0));
  for (const [i, length] of [0.5, 7].entries()) expect(lengths[i]!).toBeCloseTo(length, 5);
  const [edit] = shifted(pair, "reference", "reference/x", directions[1]!, -2).edits!;
  expect(edit).toMatchObject({ kind: "add", tap: streamTap(1) });
  expect(edit!.kind === "add" && edit!.vector[5]).toBeCloseTo(-2 * directions[1]!.unit[5]!, 6);
  // The persona is itself otherwise, and the reference has no adapter.
  expect([held.adapters, random.adapters]).toEqual([[1], [1]]);
});
