import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { generateAll, generatorOf, greedy, tinyGenerator } from "../generate/testing/tiny-generator.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { goldenLlama, goldenLlamas } from "../testing/golden-llama.ts";
import { softmaxRow } from "../testing/softmax-row.ts";
import type { ScoringText } from "./laid-out.ts";
import { Scorer } from "./scorer.ts";
import type { Continuation } from "./scoring-batch.ts";

const folder = temporaryFolder();

describe("against PyTorch", () => {
  // Dynamic rotary scaling acts past the context, which is as far as a text may go here.
  for (const variant of goldenLlamas.filter((name) => !name.startsWith("dynamic")))
    it(`${variant}: probabilities after every token, together and alone, computed at once or branching off a cache`, async () => {
      const { config, weights, case: golden, expected } = await goldenLlama(variant);
      const { session } = await generatorOf(config, weights, { accuracy: "f32" });
      await using _ = session;
      const scorer = new Scorer(config, session, "f32");
      const logits = expected.get("logits")!.values;
      let at = 0;
      const rows = golden.sequences.map((ids) =>
        ids.map(() => softmaxRow(logits.subarray(at * config.vocab, ++at * config.vocab))),
      );
      const near = (row: Float32Array, own: Float64Array) => {
        for (const [token, p] of row.entries()) expect(Math.abs(p - own[token]!)).toBeLessThan(1e-5);
      };
      const whole = golden.sequences.map((ids) => ({ ids, places: ids.map((_, i) => i + 1) }));
      for (const texts of [whole, ...whole.map((text) => [text])]) {
        const batch = await scorer.open(texts);
        const every = texts.flatMap(({ places }, text) => places.map((_, place) => ({ text, place, tokens: [] })));
        const own = texts.flatMap((text) => rows[whole.indexOf(text)]!);
        for (const [i, row] of (await batch.after(every)).entries()) near(row, own[i]!);
      }
      const batch = await scorer.open(golden.sequences.map((ids) => ({ ids: ids.slice(0, 2), places: [1, 2] })));
      const branches = golden.sequences.flatMap((ids, text) =>
        [0, 1].flatMap((place) =>
          ids.slice(place + 1).map((_, i) => ({ text, place, tokens: ids.slice(place + 1, place + 2 + i) })),
        ),
      );
      for (const [i, row] of (await batch.after(branches)).entries()) {
        const { text, place, tokens } = branches[i]!;
        near(row, rows[text]![place + tokens.length]!);
      }
    });
});

const token = fc.nat(127);
const text = fc.array(token, { minLength: 1, maxLength: 40 }).chain((ids) =>
  fc.record({
    ids: fc.constant(ids),
    places: fc.uniqueArray(fc.integer({ min: 1, max: ids.length }), { maxLength: 4 }),
  }),
);
const texts = fc.array(text, { minLength: 1, maxLength: 5 });

describe.each(["f32", "int8"] as const)("4-bit weights, %s", async (accuracy) => {
  const { session, generator, config } = await tinyGenerator(folder, { accuracy, size: { encoding: "q4_1" } });
  afterAll(() => session.dispose());
  const scorer = new Scorer(config, session, accuracy);
  const twoTokens = [[], [5], [5, 9], [5, 11], [80]];
  const branchesOf = (given: readonly ScoringText[]): Continuation[] =>
    given.flatMap(({ places }, text) =>
      places.flatMap((_, place) => twoTokens.map((tokens) => ({ text, place, tokens }))),
    );

  it("any batch: each text's bits are those it has alone", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const together = await (await scorer.open(given)).after(branchesOf(given));
        const alone = [];
        for (const one of given) alone.push(...(await (await scorer.open([one])).after(branchesOf([one]))));
        expect(together).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });

  it("any number of places: more rows than one run takes, and one more than a kernel's group", async () => {
    const given = Array.from({ length: 7 }, (_, row) => {
      const ids = Array.from({ length: 55 }, (_, i) => (i * i + row) % 128);
      return { ids, places: ids.map((_, i) => i + 1) };
    });
    const every = (some: readonly ScoringText[]) =>
      some.flatMap(({ places }, text) => places.map((_, place) => ({ text, place, tokens: [] as number[] })));
    const all = await (await scorer.open(given)).after(every(given));
    expect(all).toHaveLength(385);
    const few = [given[0]!, given[1]!, { ...given[2]!, places: Array.from({ length: 19 }, (_, i) => i + 1) }];
    const part = await (await scorer.open(few)).after(every(few));
    expect(part).toHaveLength(129);
    expect(part).toEqual(all.slice(0, 129));
  });

  it("a token that is generated has the log-probability that the scorer gives it", async () => {
    const requests = [2, 17, 30].map((length, row) => {
      const prompt = Array.from({ length }, (_, i) => (3 * i * i + row) % 128);
      return { id: String(row), stream: String(row), prompt, maxNewTokens: 20 };
    });
    const all = await generateAll(generator, requests, { sampling: { ...greedy, temperature: 1 } });
    const given = requests.map(({ id, prompt }) => {
      const { ids } = all.get(id)!;
      return { ids: [...prompt, ...ids], places: ids.map((_, i) => prompt.length + i) };
    });
    const batch = await scorer.open(given);
    for (const [text, { ids, places }] of given.entries()) {
      const rows = await batch.after(places.map((_, place) => ({ text, place, tokens: [] })));
      for (const [i, row] of rows.entries()) {
        expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        expect(Math.log(row[ids[places[i]!]!]!)).toBeCloseTo(all.get(String(text))!.logProbs[i]!, 3);
      }
    }
  });
});

it("refuses a text longer than the context, and weights that give no numbers", async () => {
  const { session, config } = await tinyGenerator(folder, {
    change: (tensors) => {
      tensors.find(({ name }) => name === "model.norm.weight")!.values[0] = Number.NaN;
      return tensors;
    },
  });
  await using _ = session;
  const scorer = new Scorer(config, session, "f32");
  await expect(scorer.open([{ ids: Array(65).fill(1), places: [] }])).rejects.toMatchObject({
    code: "bad-input",
    message: "a text of 65 tokens cannot be scored: the model's context is 64 tokens",
  });
  await expect(scorer.open([{ ids: [1, 2], places: [2] }])).rejects.toThrow("not finite");
});
