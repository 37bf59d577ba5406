import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../graph/graph.ts";
import type { Session } from "../../graph/session.ts";
import { runGraph } from "../../graph/testing/run.ts";
import { architectureOf } from "../architectures/registry.ts";
import { DecoderBuilder } from "../decoder/builder.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import { temporaryFolder } from "../testing/folder.ts";
import type { TinyLlama } from "../testing/tiny-llama.ts";
import { Generator } from "./generator.ts";
import { generateAll, greedy, type TinyGenerator, tinyGenerator } from "./testing/tiny-generator.ts";
import type { GenerationRequest } from "./types.ts";

const folder = temporaryFolder();
const request = (id: string, prompt: readonly number[], maxNewTokens = 12): GenerationRequest => ({
  id,
  prompt,
  maxNewTokens,
  stream: id,
});

/** Logits [tokens, vocab] of one sequence in the layout that has no cache, a graph built for it alone. */
async function logitsWithoutCache({ config, weights }: TinyGenerator, ids: readonly number[]) {
  const graph = new Graph();
  const builder = new DecoderBuilder(graph, config, weights, { layout: flatLayout(graph, config), accuracy: "f32" });
  graph.output("logits", builder.head(architectureOf(config.architecture)(builder)));
  return (await runGraph(graph, flatFeeds(config, [ids]))).logits!.data as Float32Array;
}

describe("with a cache", () => {
  const models: [what: string, size: Partial<TinyLlama>][] = [
    ["float", { encoding: "f32", biases: "all" }],
    ["8-bit", { encoding: "q8_0", tiedHead: true, kvHeads: 4 }],
    ["4-bit", { encoding: "q4_0", biases: "qkv", kvHeads: 1 }],
    ["4-bit with offsets", { encoding: "q4_1" }],
  ];
  for (const [what, size] of models)
    it(`${what} weights: tokens and log-probabilities are those of a forward without cache at every step`, async () => {
      const model = await tinyGenerator(folder, { size: { ...size, context: 256 } });
      await using _ = model.session;
      const { vocab } = model.config;
      // Past 64 tokens, so that the cache grows; prompts on both sides of the padding's step.
      const lengths = [1, 15, 16, 17, 61];
      const requests = lengths.map((n, row) =>
        request(
          String(row),
          Array.from({ length: n }, (_, i) => (i * i * 7 + row * 31) % vocab),
        ),
      );
      const all = await generateAll(model.generator, requests);
      for (const { id, prompt } of requests) {
        const { ids, logProbs, finish } = all.get(id)!;
        expect([ids.length, finish]).toEqual([12, "length"]);
        const logits = await logitsWithoutCache(model, [...prompt, ...ids]);
        for (const [i, token] of ids.entries()) {
          const at = prompt.length + i - 1;
          const row = Array.from(logits.subarray(at * vocab, (at + 1) * vocab));
          const top = Math.max(...row);
          expect(token).toBe(row.indexOf(top));
          const logNorm = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
          expect(Math.abs(logProbs[i]! - (top - logNorm))).toBeLessThan(1e-4);
        }
      }
    });
});

describe("greedy", () => {
  it("takes the lowest id among equals", async () => {
    // Every row of the head alike: all logits are equal.
    const change: Parameters<typeof tinyGenerator>[1] = {
      change: (tensors) => {
        tensors.find(({ name }) => name === "lm_head.weight")!.values.fill(0.01);
        return tensors;
      },
    };
    const { session, generator } = await tinyGenerator(folder, change);
    await using _ = session;
    for (const repetitionPenalty of [1, 1.5]) {
      const all = await generateAll(generator, [request("a", [5, 6], 3)], {
        sampling: { ...greedy, repetitionPenalty },
      });
      expect(all.get("a")!.ids[0]).toBe(0);
    }
  });
});

describe("a response ends", async () => {
  const model = await tinyGenerator(folder);
  const prompt = [3, 1, 4, 1, 5];
  const free = (await generateAll(model.generator, [request("a", prompt, 20)])).get("a")!;

  it("at an end token, which is not part of it but has a log-probability", async () => {
    const end = free.ids[6]!;
    const first = free.ids.indexOf(end);
    const { ids, finish, logProbs } = (
      await generateAll(model.generator, [request("a", prompt, 20)], { ends: [end] })
    ).get("a")!;
    expect({ ids, finish, logProbs }).toEqual({
      ids: free.ids.slice(0, first),
      finish: "end",
      logProbs: free.logProbs.slice(0, first + 1),
    });
  });

  it("where the caller says stop, with the token that made it", async () => {
    let count = 0;
    const { ids, finish } = (
      await generateAll(model.generator, [request("a", prompt, 20)], { onToken: () => ++count === 4 })
    ).get("a")!;
    expect({ ids, finish }).toEqual({ ids: free.ids.slice(0, 4), finish: "stop" });
  });

  it("at the limit of new tokens or of the context, whichever comes first", async () => {
    const { context } = model.config;
    const long = Array.from({ length: context - 3 }, (_, i) => i % 100);
    const all = await generateAll(model.generator, [request("few", prompt, 2), request("full", long, 20)]);
    expect(all.get("few")).toMatchObject({ ids: free.ids.slice(0, 2), finish: "length" });
    expect(all.get("full")).toMatchObject({ ids: { length: 3 }, finish: "length" });
  });

  it("when the caller aborts", async () => {
    const aborted = new AbortController();
    const run = generateAll(model.generator, [request("a", prompt, 20)], {
      signal: aborted.signal,
      onToken: () => {
        aborted.abort(new Error("enough"));
        return false;
      },
    });
    await expect(run).rejects.toThrow("enough");
  });
});

describe("refused before any work", async () => {
  const { config } = await tinyGenerator(folder);
  const refusals: [what: string, prompt: number[], words: RegExp][] = [
    ["an empty prompt", [], /empty/],
    ["a prompt as long as the context", Array(config.context).fill(1), /64 tokens.*63 tokens or fewer/],
    ["a token that the model has no row for", [1, 128], /token 128.*0 to 127/],
  ];
  for (const [what, prompt, words] of refusals)
    it(what, async () => {
      const idle = { threads: 1, run: () => Promise.reject(new Error("work was done")) };
      const generator = new Generator(config, idle as unknown as Session, "f32");
      const error = await generateAll(generator, [request("fine", [1, 2]), request("bad", prompt)]).catch(
        (error: unknown) => error,
      );
      expect(error).toMatchObject({ code: "bad-input", message: expect.stringMatching(words) });
    });
});

describe("weights that give no numbers", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
    it(`${bad} in a weight is a clear error, not a token`, async () => {
      const { generator, session } = await tinyGenerator(folder, {
        change: (tensors) => {
          tensors.find(({ name }) => name === "lm_head.weight")!.values.fill(bad, 640, 641);
          return tensors;
        },
      });
      await using _ = session;
      for (const repetitionPenalty of [1, 1.2])
        for (const temperature of [0, 1])
          await expect(
            generateAll(generator, [request("a", [1, 2, 3])], {
              sampling: { ...greedy, temperature, repetitionPenalty },
            }),
          ).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("not finite") });
    });
});

it("seeds repeat; seeds and streams differ", async () => {
  const { generator, session } = await tinyGenerator(folder);
  await using _ = session;
  const sampling = { ...greedy, temperature: 1 };
  const ids = async (seed: number, stream: string) =>
    (await generateAll(generator, [{ ...request("a", [1, 2], 30), stream }], { sampling, seed })).get("a")!.ids;
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.string(), async (seed, stream) => {
      const first = await ids(seed, stream);
      expect(await ids(seed, stream)).toEqual(first);
      expect(await ids(seed + 1, stream)).not.toEqual(first);
      expect(await ids(seed, `${stream}'`)).not.toEqual(first);
    }),
    { numRuns: 10 },
  );
});
