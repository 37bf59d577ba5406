import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import { Session } from "../../graph/session.ts";
import { type GoldenLlama, goldenLlama, goldenLlamas } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { type Capture, type CaptureOptions, Capturer, type SpannedText } from "./capturer.ts";
import { captureGraph } from "./graph.ts";
import { resolveTaps } from "./tap-names.ts";

interface Opened {
  model: GoldenLlama;
  taps: string[];
  session: Session;
  capture(texts: readonly SpannedText[], options?: CaptureOptions): Promise<Map<string, Capture["taps"]>>;
}

async function open(variant: (typeof goldenLlamas)[number], patterns = ["*"]): Promise<Opened> {
  const model = await goldenLlama(variant);
  // Dynamic scaling acts beyond the 8 positions that its model was made for.
  const config = { ...model.config, context: 64 };
  const taps = resolveTaps(patterns, config.layers);
  const graph = captureGraph(config, model.weights, { taps, accuracy: "f32" });
  const session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  const capturer = new Capturer(config, session, taps);
  return {
    model,
    taps,
    session,
    async capture(texts, options) {
      const all = new Map<string, Capture["taps"]>();
      for await (const one of capturer.capture(texts, options)) all.set(one.id, one.taps);
      return all;
    },
  };
}

/** PyTorch's values of a tap at a token of a sequence. */
function expected({ expected: tensors, case: { sequences } }: GoldenLlama, tap: string, text: number, token: number) {
  const { values, shape } = tensors.get(tap === "logits" ? tap : `tap.${tap}`)!;
  const row = sequences.slice(0, text).reduce((sum, ids) => sum + ids.length, token);
  return (values as Float32Array).subarray(row * shape[1]!, (row + 1) * shape[1]!);
}

function meanOf(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows[0]!, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
}

const tokenSpans = (length: number): SpannedText["spans"] =>
  Array.from({ length }, (_, token) => ({ start: token, end: token + 1, reduce: "last" }));
const textsOf = ({ case: { sequences } }: GoldenLlama): SpannedText[] =>
  sequences.map((ids, i) => ({ id: String(i), ids, spans: tokenSpans(ids.length) }));

describe.each(goldenLlamas)("%s", (variant) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(variant);
  });
  afterAll(() => opened.session.dispose());

  test("every tap at every token equals PyTorch's", async () => {
    const { model, taps, capture } = opened;
    const captured = await capture(textsOf(model));
    const { sequences } = model.case;
    const longest = Math.max(...sequences.map((ids) => ids.length));
    for (const [text, ids] of sequences.entries()) {
      // PyTorch ran them together, and dynamic scaling stretched all by the longest.
      if (variant.startsWith("dynamic") && ids.length < longest) continue;
      for (const tap of taps)
        for (const token of ids.keys()) {
          const actual = captured.get(String(text))![tap]![token]!;
          expect(relativeDifference(actual, expected(model, tap, text, token)), `${tap} ${token}`).toBeLessThan(1e-5);
        }
    }
  });

  test("a text's tokens get the same bits alone, in one run and in several", async () => {
    const { model, capture } = opened;
    const texts = textsOf(model);
    const together = await capture(texts);
    expect(await capture(texts, { runTokens: 11 })).toEqual(together);
    for (const text of texts) expect((await capture([text])).get(text.id)).toEqual(together.get(text.id));
  });
});

describe("spans", () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open("llama3-biases", ["layers.*.resid_post", "layers.1.mlp.act", "logits"]);
  });
  afterAll(() => opened.session.dispose());

  test("a mean is the mean of its rows, whatever else is asked for beside it", async () => {
    const { model, taps, capture } = opened;
    const texts = textsOf(model);
    const rows = await capture(texts);
    const span = (length: number) =>
      fc
        .tuple(fc.nat(length - 1), fc.nat(length - 1), fc.constantFrom("mean" as const, "last" as const))
        .map(([a, b, reduce]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1, reduce }));
    const spans = fc.tuple(...texts.map(({ ids }) => fc.array(span(ids.length), { minLength: 1, maxLength: 4 })));
    await fc.assert(
      fc.asyncProperty(spans, async (wanted) => {
        const captured = await capture(texts.map((text, i) => ({ ...text, spans: wanted[i]! })));
        for (const [i, { id }] of texts.entries())
          for (const tap of taps)
            for (const [k, { start, end, reduce }] of wanted[i]!.entries()) {
              const own = rows.get(id)![tap]!.slice(reduce === "mean" ? start : end - 1, end);
              expect(relativeDifference(captured.get(id)![tap]![k]!, meanOf(own))).toBeLessThan(1e-5);
            }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test("only the wanted taps come back", async () => {
    const { taps, capture } = opened;
    const captured = await capture([{ id: "a", ids: [1, 2, 3], spans: [{ start: 0, end: 3, reduce: "mean" }] }]);
    expect(Object.keys(captured.get("a")!)).toEqual(taps);
    expect(captured.get("a")!.logits![0]!.length).toBe(67);
    expect(captured.get("a")!["layers.1.mlp.act"]![0]!.length).toBe(48);
  });

  test.each([
    [{ ids: [] }, 'text "a" is empty: there is nothing to capture'],
    [{ ids: Array(65).fill(1) }, 'text "a" has 65 tokens and the model\'s context is 64: shorten it'],
    [{ ids: [1, 67] }, 'text "a" holds token 67; the model\'s ids are 0 to 66'],
    [{ spans: [] }, 'no span of text "a" was asked for: name at least one'],
    [{ spans: [{ start: 1, end: 1 }] }, 'tokens 1 to 1 of text "a" are no span'],
    [{ spans: [{ start: 0, end: 4 }] }, "it has 3 tokens"],
    [{ spans: [{ start: -1, end: 2 }] }, "are no span"],
  ])("%j is refused", async (wrong: { ids?: number[]; spans?: object[] }, message) => {
    const right = { id: "a", ids: [1, 2, 3], spans: [{ start: 0, end: 3, reduce: "mean" }] };
    await expect(opened.capture([{ ...right, ...wrong } as SpannedText])).rejects.toThrow(message);
  });
});

describe("what is not asked for is not computed", () => {
  test.each([
    {
      patterns: ["layers.0.resid_post"],
      without: ["model.layers.1.", "model.norm", "lm_head"],
      within: "model.layers.0.mlp",
    },
    {
      patterns: ["layers.1.resid_mid"],
      without: ["layers.1.mlp", "model.norm", "lm_head"],
      within: "layers.1.self_attn",
    },
    { patterns: ["layers.*.resid_post", "final_norm"], without: ["lm_head"], within: "model.norm" },
    { patterns: ["logits"], without: [], within: "lm_head" },
  ])("$patterns", async ({ patterns, without, within }) => {
    const { config, weights } = await goldenLlama("llama3-biases");
    const taps = resolveTaps(patterns, config.layers);
    const { bytes, outputs } = encodeModel(captureGraph(config, weights, { taps, accuracy: "f32" }));
    const model = Buffer.from(bytes).toString("latin1");
    expect(outputs.map(({ name }) => name)).toEqual(taps);
    for (const name of without) expect(model).not.toContain(name);
    expect(model).toContain(within);
  });
});
