import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { encodeModel } from "../../graph/encode.ts";
import { Session } from "../../graph/session.ts";
import { Capturer } from "../capture/capturer.ts";
import { captureGraph } from "../capture/graph.ts";
import { ropeTables } from "../decoder/rope-tables.ts";
import { paddedLength, rowFeeds, textFeeds } from "../generate/feeds.ts";
import { generateAll, generatorOf, tinyGenerator } from "../generate/testing/tiny-generator.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import type { ScoringText } from "../score/laid-out.ts";
import { Scorer } from "../score/scorer.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { goldenFolder, goldenLlama } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { keyValuesOf, orderedScores } from "./key-values.ts";
import { prefixParameters, prefixWidth, type TraitPrefix } from "./types.ts";

const { tensors: golden } = await loadSafetensors(join(goldenFolder("."), "psychadapter.safetensors"));

describe("numbers of W and b, as the paper counts them for its three models", () => {
  // From their config.json: layers, key/value heads, width of a head; five traits.
  it.each([
    ["Llama-3-8B", { layers: 32, kvHeads: 8, headDim: 128 }, 393_216],
    ["GPT-2 Large", { layers: 36, kvHeads: 20, headDim: 64 }, 552_960],
    ["Gemma-2B", { layers: 18, kvHeads: 1, headDim: 256 }, 55_296],
  ])("%s", (_, config, parameters) => {
    expect(prefixParameters(config, 5)).toBe(parameters);
    expect(prefixWidth(config) * 6).toBe(parameters);
  });
});

/** A prefix of two traits whose numbers are of the size of a model's own keys and values. */
function randomPrefix(config: Parameters<typeof prefixWidth>[0]): TraitPrefix {
  const width = prefixWidth(config);
  const draws = (length: number, name: string) => Float32Array.from(normals(length, randomStream(3, name)));
  const traits = ["openness", "extraversion"].map((name) => ({ name, mean: 0, deviation: 1 }));
  return { traits, weight: draws(2 * width, "w"), bias: draws(width, "b") };
}

describe("text behind a prefix against transformers' past_key_values", () => {
  // The dynamic variant's context is shorter than the sequences.
  for (const variant of ["tied", "untied-linear-attention-bias", "llama3-biases"] as const)
    it(`${variant}: logits, another z in each row`, async () => {
      const { config, weights, case: asked } = await goldenLlama(variant);
      const of = (name: string) => golden.get(`${variant}.${name}`)!;
      const traits = ["a", "b", "c"].map((name) => ({ name, mean: 0, deviation: 1 }));
      const prefix: TraitPrefix = { traits, weight: of("weight").values, bias: of("bias").values };
      const prefixes = asked.sequences.map((_, i) => {
        const [a, b, c] = of("z").values.subarray(3 * i, 3 * i + 3);
        return keyValuesOf(prefix, { a: a!, b: b!, c: c! }, config);
      });
      const { session } = await generatorOf(config, weights, { accuracy: "f32" });
      const pos = paddedLength(asked.sequences.map(({ length }) => length));
      const rows = asked.sequences.flatMap((ids, row) => ids.map((_, i) => row * pos + i));
      const feeds = textFeeds(config, asked.sequences, ropeTables(config.rope, 13), { prefixes });
      const { logits } = await session.run({ ...feeds, ...rowFeeds(rows, 1) }, ["logits"]);
      await session.dispose();
      expect(relativeDifference(logits!.data as Float32Array, of("logits").values)).toBeLessThan(1e-5);
      // As it is looked into, text by text.
      const graph = captureGraph(config, weights, { taps: ["logits"], accuracy: "f32", prefixed: true });
      const looking = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
      await using _ = looking;
      const captured: number[] = [];
      for (const [i, ids] of asked.sequences.entries()) {
        const spans = ids.map((_, at) => ({ start: at, end: at + 1, reduce: "last" as const }));
        // The dynamic variant's context is shorter than the sequences.
        const capturer = new Capturer({ ...config, context: 64 }, looking, ["logits"], prefixes[i]!);
        for await (const { taps } of capturer.capture([{ id: "text", ids, spans }]))
          captured.push(...taps.logits!.flatMap((row) => [...row]));
      }
      expect(relativeDifference(Float32Array.from(captured), of("logits").values)).toBeLessThan(1e-5);
    });
});

const folder = temporaryFolder();
const tiny = await tinyGenerator(folder, { threads: 2 });
afterAll(() => tiny.session.dispose());
const { config, session, generator } = tiny;
const prefix = randomPrefix(config);
const at = (openness: number, extraversion = 0) => keyValuesOf(prefix, { openness, extraversion }, config);
const prompts = [[3], [1, 2, 3, 4, 5, 6, 7], [9, 8, 7], Array.from({ length: 18 }, (_, i) => 10 + i)];
const requests = prompts.map((prompt, i) => ({
  id: String(i),
  prompt,
  maxNewTokens: 20,
  stream: String(i),
  prefix: at(i - 1.5, 1 - i),
}));

describe("generation behind a prefix", () => {
  it("with the cache is what it is without: each token is the likeliest after all text before it, run anew", async () => {
    const generations = await generateAll(generator, requests);
    for (const { id, prompt, prefix: own } of requests) {
      const { ids, logProbs } = generations.get(id)!;
      expect(ids).toHaveLength(20);
      for (const [step, token] of ids.entries()) {
        const text = [...prompt, ...ids.slice(0, step)];
        const feeds = textFeeds(config, [text], ropeTables(config.rope, 1 + text.length), { prefixes: [own] });
        const out = await session.run({ ...feeds, ...rowFeeds([text.length - 1, 0], 1, [token, 0]) }, [
          "likeliest",
          "targetProbability",
        ]);
        expect(Number((out.likeliest!.data as BigInt64Array)[0])).toBe(token);
        const logProb = Math.log((out.targetProbability!.data as Float32Array)[0]!);
        expect(Math.abs(logProb - logProbs[step]!)).toBeLessThan(2e-5);
      }
    }
  });

  it("gives each sequence the bits that it gets alone, whatever z the others have", async () => {
    const sampling = { temperature: 0.9, topK: 0, topP: 0.95, minP: 0, repetitionPenalty: 1 };
    const together = await generateAll(generator, requests, { sampling, batch: 3 });
    for (const request of requests)
      expect((await generateAll(generator, [request], { sampling })).get(request.id)).toEqual(together.get(request.id));
  });

  it("is another one at another z, and at all zeros another than the model's own: an empty slot takes attention", async () => {
    const logProbs = async (prefix?: ReturnType<typeof at>) => {
      const texts = [{ ids: prompts[3]!, places: [1, 5, 17], ...(prefix ? { prefix } : {}) }];
      return (await new Scorer(config, session, "f32").logProbs(texts))[0]!;
    };
    const zero = at(0).map((values) => new Float32Array(values.length));
    const [own, empty, low, high] = [
      await logProbs(),
      await logProbs(zero),
      await logProbs(at(-1)),
      await logProbs(at(1)),
    ];
    const apart = (a: number[], b: number[]) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
    expect(apart(own, empty)).toBeGreaterThan(0.01);
    expect(apart(low, high)).toBeGreaterThan(0.01);
  });

  it("a slot whose key is far from every query is the model itself: it takes no attention, and positions are relative", async () => {
    // A key can only be far from all queries where their sum over a head's entries has a known sign, so the mask does it here.
    const text = prompts[3]!;
    const feeds = textFeeds(config, [text], ropeTables(config.rope, 1 + text.length), { prefixes: [at(2, -2)] });
    const mask = feeds.mask!.data as Float32Array;
    const width = feeds.mask!.shape.at(-1)!;
    for (let line = 0; line < mask.length; line += width) mask[line] = Number.NEGATIVE_INFINITY;
    const asked = rowFeeds([3, 9], 1);
    const behind = await session.run({ ...feeds, ...asked }, ["logits"]);
    const plain = await session.run({ ...textFeeds(config, [text], ropeTables(config.rope, 32)), ...asked }, [
      "logits",
    ]);
    const [a, b] = [behind, plain].map(({ logits }) => logits!.data as Float32Array);
    expect(relativeDifference(a!, b!)).toBeLessThan(1e-5);
  });

  it("takes one place of the context, and a call has prefixes or none", async () => {
    const prompt = new Array<number>(config.context - 1).fill(1);
    const one = { id: "long", prompt, maxNewTokens: 5, stream: "s" };
    expect((await generateAll(generator, [one])).get("long")!.ids).toHaveLength(1);
    await expect(generateAll(generator, [{ ...one, prefix: at(0) }])).rejects.toThrow(
      `${config.context - 2} tokens or fewer`,
    );
    await expect(generateAll(generator, [requests[0]!, { ...requests[1]!, prefix: undefined }])).rejects.toThrow(
      "run apart",
    );
  });
});

describe("scoring behind a prefix", () => {
  const scorer = new Scorer(config, session, "f32");
  const texts: ScoringText[] = requests
    .slice(1)
    .map(({ prompt, prefix: own }) => ({ ids: prompt, places: [1, prompt.length - 1], prefix: own }));

  it("of a branch is that of the text with the branch in it", async () => {
    const branch = [5, 9, 2];
    const batch = await scorer.open(texts);
    const rows = await batch.after(texts.map((_, text) => ({ text, place: 1, tokens: branch })));
    for (const [i, { ids, places, prefix: own }] of texts.entries()) {
      const whole = [...ids.slice(0, places[1]), ...branch];
      const [row] = await (await scorer.open([{ ids: whole, places: [whole.length], prefix: own }])).after([
        { text: 0, place: 0, tokens: [] },
      ]);
      expect(relativeDifference(rows[i]!, row!)).toBeLessThan(1e-5);
    }
  });

  it("does not depend on company, to the bit", async () => {
    const together = await scorer.logProbs(texts);
    for (const [i, text] of texts.entries()) expect((await scorer.logProbs([text]))[0]).toEqual(together[i]);
  });
});

describe("keys and values of z", () => {
  it("lie on the line between those of two z", () => {
    const score = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(score, score, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const between = at((1 - share) * a + share * b);
        for (const [i, values] of at(a).entries())
          for (const [j, value] of values.entries())
            expect(between[i]![j]).toBeCloseTo((1 - share) * value + share * at(b)[i]![j]!, 4);
      }),
      { numRuns: 20 },
    );
  });

  it("want traits that are there; those not named are 0", () => {
    expect(orderedScores(prefix, { extraversion: 2 })).toEqual([0, 2]);
    expect(() => orderedScores(prefix, { neuroticism: 1 })).toThrow(
      'no trait "neuroticism"; it has openness, extraversion',
    );
  });
});
