import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { blockEncodings } from "../weights/types.ts";
import type { Sampling } from "./sampling.ts";
import { generateAll, type TinyGenerator, type TinyGeneratorOptions, tinyGenerator } from "./testing/tiny-generator.ts";
import type { GenerationRequest } from "./types.ts";

const folder = temporaryFolder();
const size = { layers: 1, dModel: 256, dMlp: 256, heads: 8, kvHeads: 2, headDim: 32, context: 512 };
const sampling: Sampling = { temperature: 0.8, topK: 0, topP: 0.95, minP: 0, repetitionPenalty: 1 };

/** Prompts and responses of unlike lengths, some past the first 64 places of the cache. */
const requests = Array.from({ length: 7 }, (_, row): GenerationRequest => {
  const prompt = Array.from({ length: [1, 3, 16, 17, 40, 90, 130][row]! }, (_, i) => (i * i + 37 * row) % 128);
  return { id: String(row), stream: String(row), prompt, maxNewTokens: [20, 1, 30, 12, 25, 3, 8][row]! };
});
/** Ends that come now and then, so that sequences leave at times that only the model knows. */
const ends = [5, 17, 31, 40, 63, 77, 99, 120];

const options = { sampling, ends, seed: 3 };
async function alone({ generator }: TinyGenerator) {
  const all = new Map();
  for (const request of requests)
    for (const [id, one] of await generateAll(generator, [request], options)) all.set(id, one);
  return all;
}

const kinds: TinyGeneratorOptions[] = [
  ...(["f32", "f16", "bf16"] as const).map((encoding) => ({ size: { ...size, encoding } })),
  ...(["f32", "int8"] as const).flatMap((accuracy) =>
    blockEncodings.map((encoding) => ({ accuracy, size: { ...size, encoding } })),
  ),
];
kinds.push({ accuracy: "f32", precision: "f32", size: { ...size, encoding: "q4_1" } });
kinds.push({ accuracy: "f32", precision: "nf4", size: { ...size, encoding: "f32" } });
// Every head with keys of its own: products of one row in attention.
kinds.push({ accuracy: "int8", size: { ...size, kvHeads: 8, encoding: "q4_0" } });

/** Ids and log-probabilities to the bit. */
describe("a sequence's bits depend on neither its batch nor the number of threads", () => {
  for (const kind of kinds) {
    const { encoding, kvHeads } = kind.size as Required<typeof size> & { encoding: string };
    const name = `${encoding}${kind.precision ? ` as ${kind.precision}` : ""}, ${kvHeads} key heads, ${kind.accuracy ?? "f32"}`;
    it(name, async () => {
      const model = await tinyGenerator(folder, kind);
      await using _ = model.session;
      const expected = await alone(model);
      expect([...expected.values()].filter(({ finish }) => finish === "end").length).toBeGreaterThan(0);
      for (const batch of [2, 3, 7])
        expect(await generateAll(model.generator, requests, { ...options, batch })).toEqual(expected);
      const more = await tinyGenerator(folder, { ...kind, threads: 3 });
      await using __ = more.session;
      expect(await generateAll(more.generator, requests, { ...options, batch: 4 })).toEqual(expected);
    });
  }
});

describe("any company", async () => {
  const model = await tinyGenerator(folder, { accuracy: "f32", size: { ...size, encoding: "q4_1" } });
  afterAll(() => model.session.dispose());
  const expected = await alone(model);

  it("any requests in any order and batch: each gets what it gets alone", async () => {
    const some = fc.shuffledSubarray(requests, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 8 }), async (chosen, batch) => {
        const all = await generateAll(model.generator, chosen, { ...options, batch });
        expect(all.size).toBe(chosen.length);
        for (const [id, one] of all) expect(one).toEqual(expected.get(id));
      }),
      { numRuns: 25 },
    );
  });
});

describe("where ONNX Runtime would share the work out otherwise", () => {
  it("a long context and one key head: a single product of attention is worth several threads", async () => {
    const long = { layers: 1, heads: 4, kvHeads: 1, headDim: 64, context: 1024, encoding: "q8_0" } as const;
    const texts = Array.from({ length: 4 }, (_, row): GenerationRequest => {
      const prompt = Array.from({ length: 400 + 10 * row }, (_, i) => (row * 37 + i * i) % 128);
      return { id: String(row), stream: String(row), prompt, maxNewTokens: 8 };
    });
    const results = [];
    for (const threads of [1, 2, 4]) {
      const { session, generator } = await tinyGenerator(folder, { accuracy: "int8", size: long, threads });
      await using _ = session;
      for (const batch of [1, 4]) results.push(await generateAll(generator, texts, { batch }));
    }
    for (const result of results) expect(result).toEqual(results[0]);
  });

  it("129 sequences in the exact 4-bit kernel, which takes rows by 128", async () => {
    const prompts = Array.from({ length: 129 }, (_, row): GenerationRequest => {
      return { id: String(row), stream: String(row), prompt: [row % 128, 7], maxNewTokens: 3 };
    });
    const results = [];
    for (const threads of [1, 2]) {
      const small = { layers: 1, encoding: "q4_0", vocab: 1024 } as const;
      const { session, generator } = await tinyGenerator(folder, { accuracy: "f32", size: small, threads });
      await using _ = session;
      for (const batch of [16, 129]) results.push(await generateAll(generator, prompts, { batch }));
    }
    for (const result of results) expect(result).toEqual(results[0]);
  });
});
