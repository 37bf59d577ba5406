import { describe, expect, it } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import { Session } from "../../graph/session.ts";
import type { LoraAdapter, LoraPair } from "../adapter/types.ts";
import { projections } from "../config.ts";
import { generatorGraph } from "../generate/graph.ts";
import { generateAll } from "../generate/testing/tiny-generator.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import { Scorer } from "../score/scorer.ts";
import { type GoldenLlama, goldenFolder, goldenLlama } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { softmaxRow } from "../testing/softmax-row.ts";
import { checkVariants, editableTaps } from "./plan.ts";
import { editedModel } from "./testing/edited.ts";
import type { Edit, Variant } from "./types.ts";

type GoldenVariant = Omit<Variant, "edits"> & {
  edits?: (Omit<Edit, "vector" | "direction"> & { vector?: number[]; direction?: number[] })[];
  twin?: string;
};

const { tensors, metadata } = await loadSafetensors(`${goldenFolder("")}/edits.safetensors`);
const cases = JSON.parse(metadata.cases!) as Record<string, GoldenVariant[]>;
const prompt = Number(metadata.prompt);

const variantOf = ({ edits = [], ...variant }: GoldenVariant): Variant => ({
  ...variant,
  edits: edits.map(
    ({ vector, direction, ...edit }) =>
      ({
        ...edit,
        ...(vector && { vector: Float32Array.from(vector) }),
        ...(direction && { direction: Float32Array.from(direction) }),
      }) as Edit,
  ),
});

/** The adapter that oracles/llama.py made for the model. */
function adapterOf({ case: { adapter }, expected }: GoldenLlama): LoraAdapter {
  const pairs = new Map<string, LoraPair>();
  for (const layer of [0, 1])
    for (const projection of projections) {
      const [a, b] = ["a", "b"].map((half) => expected.get(`lora.${layer}.${projection}.${half}`)?.values);
      if (a && b) pairs.set(`${layer}.${projection}`, { a, b } as LoraPair);
    }
  const { r: rank, lora_alpha: alpha, use_rslora: rsLora = false, target_modules: targets } = adapter;
  return { rank, alpha, rsLora, dropout: 0, targets, pairs };
}

const everyPlace = (ids: readonly number[]) => ids.map((_, i) => i + 1);

/** Probabilities after every token of a text, as one variant. */
async function probabilities(scorer: Scorer, ids: readonly number[], variant = 0, twin?: number) {
  const own = { ids, places: everyPlace(ids), variant, prompt };
  const texts =
    twin === undefined
      ? [own]
      : [
          { ...own, twin: 1 },
          { ids, places: [1], variant: twin, prompt },
        ];
  const batch = await scorer.open(texts);
  return batch.after(own.places.map((_, place) => ({ text: 0, place, tokens: [] })));
}

describe.each(["tied", "untied-linear-attention-bias"] as const)("%s, run as variants", (name) => {
  const golden = cases[name]!;
  const variants = golden.map(variantOf);
  const index = (id: string) => variants.findIndex((variant) => variant.id === id);

  it("has PyTorch's logits under hooks, all variants in one batch and one by one", async () => {
    const model = await goldenLlama(name);
    const { session, scorer } = await editedModel(model, variants, [adapterOf(model)]);
    await using _ = session;
    const sequences = model.case.sequences.slice(0, 2);
    // Each text as each variant, twins behind them.
    const texts = golden.flatMap((variant, v) =>
      sequences.map((ids) => ({ ids, places: everyPlace(ids), variant: v, prompt, twinId: variant.twin })),
    );
    const twinAt = (ids: readonly number[], id: string) =>
      texts.findIndex((text) => text.ids === ids && text.variant === index(id));
    const linked = texts.map(({ twinId, ...text }) => ({
      ...text,
      ...(twinId === undefined ? {} : { twin: twinAt(text.ids, twinId) }),
    }));
    const batch = await scorer.open(linked);
    for (const [v, { id, twin }] of golden.entries()) {
      const { values, shape } = tensors.get(`${name}/${id}`)!;
      const vocab = shape[1]!;
      const expected = Float32Array.from(
        Array.from({ length: shape[0]! }, (_, row) => [
          ...softmaxRow(values.subarray(row * vocab, (row + 1) * vocab)),
        ]).flat(),
      );
      const together: number[] = [];
      const alone: number[] = [];
      for (const [s, ids] of sequences.entries()) {
        const text = v * sequences.length + s;
        for (const row of await batch.after(ids.map((_, place) => ({ text, place, tokens: [] }))))
          together.push(...row);
        for (const row of await probabilities(scorer, ids, v, twin === undefined ? undefined : index(twin)))
          alone.push(...row);
      }
      expect(relativeDifference(Float32Array.from(together), expected), id).toBeLessThan(1e-5);
      // A run's rows are the same bits in any company.
      expect(alone, id).toEqual(together);
    }
  });

  it("generates and branches as it scores: with the same values behind a cache, the twin's too", async () => {
    const model = await goldenLlama(name);
    const { session, scorer, generator } = await editedModel(model, variants, [adapterOf(model)]);
    await using _ = session;
    const ids = model.case.sequences[1]!;
    const requests = golden.map((variant, v) => ({
      id: variant.id,
      prompt: ids.slice(0, prompt),
      maxNewTokens: 6,
      stream: "same",
      variant: v,
      ...(variant.twin ? { twin: { prompt: ids.slice(0, prompt), variant: index(variant.twin) } } : {}),
    }));
    const generations = await generateAll(generator, requests, { batch: 5 });
    for (const [v, variant] of golden.entries()) {
      const { ids: written, logProbs } = generations.get(variant.id)!;
      const text = [...ids.slice(0, prompt), ...written];
      const twin = variant.twin === undefined ? undefined : index(variant.twin);
      const rows = await probabilities(scorer, text, v, twin);
      const scored = written.map((token, i) => Math.log(rows[prompt + i - 1]![token]!));
      for (const [i, logProb] of logProbs.entries())
        expect(Math.abs(logProb - scored[i]!), `${variant.id}, token ${i}`).toBeLessThan(1e-4);
      // The same tokens as a branch behind the prompt.
      const own = { ids: ids.slice(0, prompt), places: [prompt], variant: v, prompt };
      const batch = await scorer.open(
        twin === undefined
          ? [own]
          : [
              { ...own, twin: 1 },
              { ...own, variant: twin, places: [1] },
            ],
      );
      const [branch] = await batch.after([{ text: 0, place: 0, tokens: written.slice(0, 3) }]);
      expect(relativeDifference(branch!, rows[prompt + 2]!), variant.id).toBeLessThan(1e-4);
    }
  });

  it("is the model itself, to the bit, where nothing is done or a unit is given its own value", async () => {
    const model = await goldenLlama(name);
    const ids = model.case.sequences[1]!;
    const plain = await Session.create(encodeModel(generatorGraph(model.config, model.weights, { accuracy: "f32" })), {
      threads: 1,
      prepack: true,
    });
    await using _ = plain;
    const expected = await probabilities(new Scorer(model.config, plain, "f32"), ids);
    const all = Array.from({ length: 48 }, (_, unit) => unit);
    const far = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const edits: Edit[] = [
      { kind: "scale", tap: "layers.0.mlp.act", units: all, factor: 1 },
      { kind: "take", tap: "layers.0.mlp.act", units: all, share: 0 },
      { kind: "add", tap: "layers.1.resid_post", vector: new Float32Array(32) },
      {
        kind: "hold",
        tap: "layers.1.resid_post",
        direction: Float32Array.from({ length: 32 }, (_, i) => +(i === 3)),
        ...far,
      },
    ];
    const own: Edit[] = [{ kind: "take", tap: "layers.0.mlp.act", units: all }];
    const edited = await editedModel(model, [{ id: "none" }, { id: "zero", edits }, { id: "own", edits: own }]);
    await using __ = edited.session;
    for (const [variant, twin] of [[0], [1], [2, 0]] as const)
      expect(await probabilities(edited.scorer, ids, variant, twin)).toEqual(expected);
  });
});

describe("an edit", () => {
  const vector = Float32Array.from({ length: 32 }, (_, i) => (i % 3) - 1);
  const edits: Edit[] = [
    { kind: "add", tap: "layers.1.resid_mid", vector },
    { kind: "scale", tap: "layers.1.mlp.act", units: [0, 5], factor: 0 },
  ];
  /** Runs that take all of one tap from the edited one. */
  const taken = editableTaps(2).map(
    (tap): Variant => ({ id: tap, edits: [{ kind: "take", tap, units: "all" }], twin: "edited" }),
  );
  const variants: Variant[] = [{ id: "none" }, { id: "edited", edits }, ...taken];

  it("that is taken away leaves the logits as they were, to the bit", async () => {
    const model = await goldenLlama("tied");
    const ids = model.case.sequences[0]!;
    const { session, scorer } = await editedModel(model, variants);
    await using _ = session;
    const before = await probabilities(scorer, ids);
    expect(await probabilities(scorer, ids, 1)).not.toEqual(before);
    expect(await probabilities(scorer, ids)).toEqual(before);
  });

  it("changes no tap before its own, to the bit, and those behind it", async () => {
    const model = await goldenLlama("tied");
    const ids = model.case.sequences[0]!;
    const { session, scorer } = await editedModel(model, variants);
    await using _ = session;
    const none = await probabilities(scorer, ids);
    const own = taken.findIndex(({ id }) => id === "layers.1.resid_mid");
    for (const [i, { id }] of taken.entries()) {
      const given = await probabilities(scorer, ids, i + 2, 1);
      // What is taken of a tap is what it is before its own edit.
      if (i <= own) expect(given, id).toEqual(none);
      else expect(given, id).not.toEqual(none);
    }
  });
});

describe("an intervention that the model cannot run is refused", () => {
  const config = { layers: 2, dMlp: 48, dModel: 32 };
  const refused = (edit: Edit) => () => checkVariants([{ id: "mine", edits: [edit] }], config);
  it.each<[Edit, RegExp]>([
    [{ kind: "scale", tap: "layers.0.mlp.acts", units: [0], factor: 0 }, /nearest are layers\.0\.mlp\.act,/],
    [
      { kind: "scale", tap: "layers.2.mlp.act", units: [0], factor: 0 },
      /tap "layers\.2\.mlp\.act", which the model has not/,
    ],
    [{ kind: "scale", tap: "layers.1.mlp.act", units: [48], factor: 0 }, /no unit 48; it has units 0 to 47/],
    [{ kind: "scale", tap: "layers.1.mlp.act", units: [4, 4], factor: 0 }, /named twice/],
    [{ kind: "set", tap: "layers.1.mlp.act", units: [1, 2], values: [0] }, /2 units are to be set to 1 values/],
    [{ kind: "set", tap: "layers.1.mlp.act", units: [1], values: [Number.NaN] }, /not a finite number/],
    [{ kind: "add", tap: "final_norm", vector: new Float32Array(48) }, /48 entries and the tap 32/],
    [{ kind: "hold", tap: "final_norm", direction: new Float32Array(32), low: 0, high: 0 }, /length 0/],
    [
      {
        kind: "hold",
        tap: "final_norm",
        direction: Float32Array.from({ length: 32 }, (_, i) => +(i === 0)),
        low: 1,
        high: 0,
      },
      /between 1 and 0/,
    ],
  ])("%o", (edit, message) => {
    expect(refused(edit)).toThrow(message);
  });

  it("two of one name", () => {
    expect(() => checkVariants([{ id: "a" }, { id: "a" }], config)).toThrow(/called "a"/);
  });
});
