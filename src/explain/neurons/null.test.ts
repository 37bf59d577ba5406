import { beforeAll, describe, expect, test } from "vitest";
import { randomStream, shuffled } from "../../base/random.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { inMemory } from "../../measure/keep.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { type Activations, asBase, type BaseActivations, readActivations } from "./activations.ts";
import { changesOf, nominalRate } from "./changes.ts";
import { plantedArms, plantedTexts } from "./testing/planted.ts";
import { unitSpace } from "./units.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
const pool = 8;
let base: BaseActivations;
let controls: Activations[];
let config: Awaited<ReturnType<typeof openModel>>["config"];

beforeAll(async () => {
  const arms = await plantedArms(engine, folder);
  const all = [
    arms.base,
    ...(await arms.tuned(
      "control",
      Array.from({ length: pool }, (_, seed) => seed),
    )),
  ];
  config = (await openModel(arms.base.respondent.local.spec.path)).config;
  const readers = all.map(({ id, respondent }) => ({ id, local: respondent.local, chat: respondent.chat }));
  const read = (squares: boolean, some: typeof readers, group: string) =>
    readActivations(some, plantedTexts(12), { keep: inMemory, seed: 0, group, config, squares });
  base = asBase((await read(true, readers.slice(0, 1), "base"))[0]!);
  controls = await read(false, readers.slice(1), "controls");
});

/** Whether any unit of a kind is called between some controls and others. */
function calls(kind: "mlp" | "residual", ours: readonly number[], theirs: readonly number[]): boolean {
  const take = (places: readonly number[]) => places.map((i) => controls[i]!);
  const arms = { base, personas: take(ours), controls: take(theirs) };
  const { test: outcome } = changesOf(arms, unitSpace(kind, config), "sentenceEnds", 0);
  return outcome!.q.some((q) => q <= nominalRate);
}

describe.each(["mlp", "residual"] as const)("controls that differ by seed only, %s", (kind) => {
  test("over 20 repeats, at most the nominal share has a discovery", () => {
    const random = randomStream(0, `null/${kind}`);
    const repeats = Array.from({ length: 20 }, () => {
      const order = shuffled(
        Array.from({ length: pool }, (_, i) => i),
        random,
      );
      return calls(kind, order.slice(0, 3), order.slice(3, 6));
    });
    expect(repeats.filter(Boolean).length / repeats.length).toBeLessThanOrEqual(nominalRate);
  });

  test("over every way to take three against three", () => {
    const outcomes: boolean[] = [];
    for (const ours of threes())
      for (const theirs of threes())
        if (ours.every((i) => !theirs.includes(i)) && ours[0]! < theirs[0]!) outcomes.push(calls(kind, ours, theirs));
    expect(outcomes).toHaveLength(280);
    // Not exactly: s0 is chosen on the labelling at hand.
    expect(outcomes.filter(Boolean).length / outcomes.length).toBeLessThanOrEqual(nominalRate + 0.02);
  });
});

function threes(): number[][] {
  const out: number[][] = [];
  for (let a = 0; a < pool; a++)
    for (let b = a + 1; b < pool; b++) for (let c = b + 1; c < pool; c++) out.push([a, b, c]);
  return out;
}
