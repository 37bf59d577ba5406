import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { captureTask } from "../capture/capture-task.ts";
import type { Capture } from "../capture/capturer.ts";
import type { Variant } from "../edit/types.ts";
import type { ModelSpec } from "../engine/load.ts";
import { type RespondEvent, respondTask } from "../engine/respond-task.ts";
import { lensTask } from "../lens/lens-task.ts";
import type { WeighedChoice } from "../score/choice-runner.ts";
import { choiceTask } from "../score/choice-task.ts";
import { distributionTask, type WeighedText } from "../score/distribution-task.ts";
import { type Score, scoreTask } from "../score/score-task.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { tinyLlama } from "../testing/tiny-llama.ts";
import type { Positions, Steer } from "./types.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path, { encoding: "f32" });
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());

const base: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const tap = "layers.0.resid_post";
const vector = Float32Array.from(normals(tinyLlama.dModel, randomStream(1, "v")));
const length = Math.hypot(...vector);
const shift = (positions: Positions, c = 2): Steer => ({
  kind: "add",
  tap,
  vector: vector.map((x) => c * x),
  positions,
});
const cap = (positions: Positions): Steer => ({
  kind: "hold",
  tap: "layers.1.resid_post",
  direction: vector.map((x) => x / length),
  low: Number.NEGATIVE_INFINITY,
  high: -1,
  positions,
});
const steered = (...steering: Steer[]): ModelSpec => ({ ...base, steering });
/** The same through a variant's tables, which oracles/edits.py proves. */
const asVariant = (...steering: Steer[]): ModelSpec => {
  const variant: Variant = {
    id: "steered",
    edits: steering.map(({ positions: _, ...edit }) => edit),
    where: steering[0]!.positions,
  };
  return { ...base, edits: { variants: [variant], adapters: [] } };
};

/** How far two lists of numbers are apart, relative to the second. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  relativeDifference(Float32Array.from(a), Float32Array.from(b));

const messages = [{ role: "user" as const, content: "Hello you" }];
const answer = "ab c. d";
const greedy = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };

async function scores(model: ModelSpec): Promise<number[]> {
  const found: Score[] = [];
  const answers = [{ id: "a", messages, answer }];
  await engine.run(scoreTask, { model, answers }, { onEvent: (score) => void found.push(score) });
  return found[0]!.logProbs;
}

async function written(model: ModelSpec): Promise<string> {
  let text = "";
  const prompts = ["Hello you", "And a much longer question than that"].map((content, i) => ({
    id: String(i),
    messages: [{ role: "user" as const, content }],
    stream: "s",
  }));
  const request = { model, prompts, sampling: greedy, seed: 0, maxNewTokens: 12, stops: [], batch: 2, stream: false };
  await engine.run(respondTask, request, {
    onEvent: (event: RespondEvent) => {
      if (event.type === "response")
        text += `${event.id}: ${event.response.text} ${event.response.logProb.toFixed(3)}\n`;
    },
  });
  return text.split("\n").sort().join("\n");
}

async function weighed(model: ModelSpec): Promise<number[]> {
  const found: WeighedChoice[] = [];
  const choices = ["Hello you", "Hello there"].map((content) => ({
    id: content,
    group: "g",
    messages: [{ role: "user" as const, content }],
    options: [["a", "(a)"], ["b"]],
  }));
  await engine.run(choiceTask, { model, choices }, { onEvent: (choice) => void found.push(choice) });
  return found.flatMap(({ logProbs }) => logProbs);
}

async function captured(model: ModelSpec): Promise<Capture["taps"]> {
  const found: Capture[] = [];
  const spans = (["prompt", "response"] as const).map((part) => ({
    part,
    reduce: "mean" as const,
    end: part === "prompt" ? -1 : undefined,
  }));
  const texts = [{ id: "t", messages, response: [...Buffer.from(answer)], spans }];
  await engine.run(captureTask, { model, taps: [tap], texts }, { onEvent: (one) => void found.push(one) });
  return found[0]!.taps;
}

describe.each(["all", "prompt", "response"] as const)("steered at %s", (positions) => {
  const way = [shift(positions), cap(positions)];

  it("scores and writes what a variant with the same edits does", async () => {
    const own = await scores(steered(...way));
    expect(apart(own, await scores(asVariant(...way)))).toBeLessThan(1e-5);
    expect(apart(own, await scores(base))).toBeGreaterThan(1e-3);
    expect(await written(steered(...way))).toBe(await written(asVariant(...way)));
  });

  it("weighs choices as it scores them, alone or in a group", async () => {
    const chosen = await weighed(steered(...way));
    const [first] = await scores(steered(...way));
    // "ab c. d" begins with the option "a" of the first choice, less what "(a)" adds.
    expect(Math.exp(chosen[0]!)).toBeGreaterThanOrEqual(Math.exp(first!) * 0.999);
    expect(apart(chosen, await weighed(base))).toBeGreaterThan(1e-3);
  });

  it("is seen in what is captured, where it acts and only there", async () => {
    const [plain, own] = [await captured(base), await captured(steered(shift(positions)))];
    for (const [i, part] of (["prompt", "response"] as const).entries()) {
      const moved = own[tap]![i]!.map((x, k) => x - plain[tap]![i]![k]!);
      const acts = positions === "all" || positions === part;
      if (acts)
        expect(
          apart(
            moved,
            vector.map((x) => 2 * x),
          ),
        ).toBeLessThan(1e-5);
      else expect(Math.hypot(...moved)).toBe(0);
    }
  });

  it("is the persona's side alone where base and persona are weighed side by side", async () => {
    const found: WeighedText[] = [];
    const texts = [{ id: "t", text: answer, base: messages, persona: messages }];
    await engine.run(distributionTask, { model: steered(...way), texts }, { onEvent: (one) => void found.push(one) });
    const close = async (values: readonly number[], model: ModelSpec) =>
      expect(apart(values, (await scores(model)).slice(0, values.length))).toBeLessThan(1e-5);
    await close(found[0]!.base, base);
    await close(found[0]!.persona!, steered(...way));
  });

  it("of no strength is the model itself, to the bit", async () => {
    expect(await scores(steered(shift(positions, 0)))).toEqual(await scores(base));
    expect(await written(steered(shift(positions, 0)))).toBe(await written(base));
  });
});

it("steering and variants act together", async () => {
  const both = { ...asVariant(cap("all")), steering: [shift("all")] };
  expect(apart(await scores(both), await scores(steered(shift("all"), cap("all"))))).toBeLessThan(1e-5);
});

it("what does not know where the prompt ends refuses to be steered by it, and is steered at all positions", async () => {
  const lens = (model: ModelSpec) =>
    engine.run(lensTask, { model, taps: ["layers.*.resid_post"], sets: [], texts: [] });
  await expect(lens(steered(shift("response")))).rejects.toThrow("steer it at all positions");
});
