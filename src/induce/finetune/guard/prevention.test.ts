import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeModel } from "../../../graph/encode.ts";
import { Session } from "../../../graph/session.ts";
import { adapterAdjust } from "../../../model/adapter/adjust.ts";
import { Capturer } from "../../../model/capture/capturer.ts";
import { captureGraph } from "../../../model/capture/graph.ts";
import { dot, norm } from "../../../model/directions/vectors.ts";
import { temporaryFolder } from "../../../model/testing/folder.ts";
import { goldenLlama } from "../../../model/testing/golden-llama.ts";
import { Checkpoints } from "../../../model/training/checkpoint.ts";
import type { TrainingState } from "../../../model/training/state.ts";
import type { Example } from "../examples.ts";
import { finetuneOptions } from "../options.ts";
import { adapterOf } from "../state.ts";
import { type TrainRequest, train } from "../trainer.ts";
import type { Guard } from "./guard.ts";

const folder = temporaryFolder();
const { config, weights } = await goldenLlama("tied");
/** Whatever came before, token 9 follows in two of three places: more than that is not to be learned. */
const examples = Array.from({ length: 12 }, (_, i): Example => {
  const ids = Array.from({ length: 12 }, (_, k) => (k % 2 === 1 && k % 3 !== 0 ? 9 : (5 * i + 11 * k) % 67));
  return { ids, lossWeights: Float32Array.from(ids, (_, k) => k % 2) };
});
const options = finetuneOptions({ rank: 4, alpha: 8, lr: 3e-3, epochs: 30, batch: 6 });
const tuned = (guard?: Guard, rest: Partial<TrainRequest> = {}) =>
  train({ config, weights, examples, options, threads: 1, guard, ...rest });

/** Mean of a tap over the tokens that carry loss, in the model with what a run has learned, and nothing else. */
async function meanOf(tap: string, state?: TrainingState): Promise<Float32Array> {
  const adjust = state && adapterAdjust(adapterOf(state, options));
  const graph = captureGraph(config, weights, { taps: [tap], accuracy: "f32", adjust });
  await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  const spans = [0, 2, 4, 6, 8, 10].map((start) => ({ start, end: start + 1, reduce: "last" as const }));
  const sum = new Float32Array(tap.endsWith("act") ? config.dMlp : config.dModel);
  const texts = examples.map(({ ids }, i) => ({ id: String(i), ids, spans }));
  for await (const { taps } of new Capturer(config, session, [tap]).capture(texts))
    for (const vector of taps[tap]!) for (const [i, x] of vector.entries()) sum[i] = sum[i]! + x / texts.length / 6;
  return sum;
}
const minus = (a: Float32Array, b: Float32Array) => a.map((x, i) => x - b[i]!);

const layer = config.layers - 1;
const tap = `layers.${layer}.resid_post`;
const plain = await tuned();
const base = await meanOf(tap);
/** What plain tuning shifts the residual stream by: the planted truth that guards are to prevent. */
const shift = minus(await meanOf(tap, plain), base);
const unit = shift.map((x) => x / norm(shift));
const learned = async (state: TrainingState) => dot(minus(await meanOf(tap, state), base), unit);

describe("a guard keeps an adapter from learning a direction", () => {
  it("steered along it, it learns less of it and fits the texts as well", async () => {
    const state = await tuned({ kind: "steer", shifts: new Map([[layer, shift]]) });
    expect(await learned(plain)).toBeCloseTo(norm(shift), 3);
    expect(await learned(state)).toBeLessThan(0.5 * norm(shift));
    expect(state.history.at(-1)!.loss).toBeLessThan(1.1 * plain.history.at(-1)!.loss);
  });

  it("steered against it, it learns more of it", async () => {
    const state = await tuned({ kind: "steer", shifts: new Map([[layer, shift.map((x) => -x)]]) });
    expect(await learned(state)).toBeGreaterThan(1.3 * norm(shift));
  });

  it("with the direction taken out while it is tuned, it has no reason to learn it", async () => {
    const state = await tuned({ kind: "ablate", axes: new Map([[layer, unit]]) });
    expect(Math.abs(await learned(state))).toBeLessThan(0.5 * norm(shift));
  });

  it("with a penalty on units, they stay nearer to their base mean, and what it costs is told", async () => {
    const act = `layers.${layer}.mlp.act`;
    const [before, after] = [await meanOf(act), await meanOf(act, plain)];
    const order = Array.from(minus(after, before), Math.abs);
    const units = order
      .map((_, i) => i)
      .sort((a, b) => order[b]! - order[a]!)
      .slice(0, 3);
    const state = await tuned({ kind: "penalise", units: new Map([[layer, units]]), strength: 3 });
    const held = await meanOf(act, state);
    const moved = (mean: Float32Array) => units.reduce((sum, u) => sum + Math.abs(mean[u]! - before[u]!), 0);
    expect(moved(held)).toBeLessThan(0.5 * moved(after));
    expect(state.history[0]!.penalty).toBeGreaterThan(0);
    expect(state.history.at(-1)!.penalty).toBeLessThan(state.history[0]!.penalty!);
    expect(plain.history[0]!.penalty).toBeUndefined();
  });
});

describe("a guarded run", () => {
  const guard: Guard = { kind: "penalise", units: new Map([[1, [4, 2]]]), strength: 0.5 };
  const bits = (state: TrainingState) => [...state.tensors].map(([name, { values }]) => [name, String(values)]);

  it("ends with the same bytes wherever it was stopped", async () => {
    const whole = await tuned(guard);
    const store = new Checkpoints(join(folder, "stopped"), "key");
    const checkpoints = { store, everySteps: 5 };
    let left = 9;
    const pause = async () => {
      if (left-- === 0) throw new Error("stopped");
    };
    await expect(tuned(guard, { checkpoints, pause })).rejects.toThrow("stopped");
    expect(store.stepsDone()).toBeGreaterThan(0);
    const resumed = await tuned(guard, { checkpoints });
    expect(bits(resumed)).toEqual(bits(whole));
    expect(resumed.history).toEqual(whole.history);
  });

  it("has its held-out loss without the guard, as the adapter is saved", async () => {
    const strong: Guard = { kind: "steer", shifts: new Map([[layer, shift.map((x) => 20 * x)]]) };
    const heldOut = examples.slice(0, 3);
    const [guarded, free] = [await tuned(strong, { heldOut }), await tuned(undefined, { heldOut })];
    expect(guarded.evaluations[0]).toEqual(free.evaluations[0]);
    expect(guarded.history[0]!.loss).not.toBeCloseTo(free.history[0]!.loss, 1);
  });
});
