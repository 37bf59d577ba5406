import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { readDirections, writeDirections } from "../../model/directions/file.ts";
import { cosine, norm } from "../../model/directions/vectors.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { inMemory } from "../keep.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import { type ExtractRequest, extractVector } from "./extract.ts";
import { vectorFindingsSchema } from "./findings.ts";
import type { PoolStore } from "./pools.ts";
import { planted, plantedModel, plantedPairs, plantedSize } from "./testing/planted.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const reader = await plantedModel(engine, folder);
const model = { name: "planted", sha256: "0".repeat(64) };

const request = (changes: Partial<ExtractRequest> = {}): ExtractRequest => ({
  reader,
  model,
  size: plantedSize,
  trait: { id: "loud", name: "loudness", description: "Shouts." },
  pairs: plantedPairs(16),
  source: { from: "answers", against: "opposite", reason: "a test" },
  settings: { seed: 0 },
  scorer: undefined,
  thresholds: { trait: 50, coherence: 50 },
  minPairs: 10,
  recipe: "mean-diff",
  pooling: "response-mean",
  orthogonalTo: [],
  ...changes,
});
const options = { keep: inMemory, seed: 0 };
const bits = (vectors: ReadonlyMap<number, Float32Array>) => [...vectors].map(([layer, v]) => [layer, [...v]]);

/** Scores by a rule on the text. */
const scorer = (trait: (answer: string, i: number) => number | null, coherence = 100): TraitScorer => ({
  name: "rule",
  coherenceBy: "rule",
  sha256: "1".repeat(64),
  score: async (answers) => answers.map(({ answer }, i) => ({ trait: trait(answer, i), coherence })),
});
const loud = scorer((answer) => (answer.includes("!") ? 90 : 10));

describe("a planted direction", () => {
  it.each(["mean-diff", "pca-center"] as const)("is found by %s, with its length where it is raw", async (recipe) => {
    const { directions, findings } = await extractVector(request({ recipe }), options);
    const vector = directions.vectors.get(0)!;
    expect(cosine(vector, planted)).toBeGreaterThan(0.95);
    // Three of the seventeen tokens of an answer are signs.
    if (recipe === "mean-diff") expect(norm(vector) / ((3 / 17) * norm(planted))).toBeCloseTo(1, 0);
    else expect(norm(vector)).toBeCloseTo(1, 5);
    const [first] = findings.layers;
    expect(first!.auc).toMatchObject({ value: 1, n: 16 });
    expect(first!.auc.low).toBeCloseTo(0.806, 3); // Wilson of 16 of 16
    expect(first!.splitHalf!.value).toBeGreaterThan(0.9);
    expect(first!.betweenSeeds!.value).toBeGreaterThan(0.9);
    expect(first!.medianNorm).toBe(directions.about.medianNorms["layers.0.resid_post"]);
    expect(vectorFindingsSchema.parse(findings)).toEqual(findings);
  });

  it("is found by a regression too: along its normal, which leans away from what the rest varies in", async () => {
    const { directions, findings } = await extractVector(request({ recipe: "logistic" }), options);
    expect(cosine(directions.vectors.get(0)!, planted)).toBeGreaterThan(0.7);
    expect(findings.layers[0]!.auc.value).toBe(1);
  });

  it("at a prompt's last token is nothing, since both sides answer the same prompts; at the response's last it is whole", async () => {
    await expect(extractVector(request({ pooling: "prompt-last" }), options)).rejects.toThrow(
      'The two sides of "loudness" do not differ at all at prompt-last: both answer the same prompts',
    );
    const { directions, findings } = await extractVector(request({ pooling: "response-last" }), options);
    expect(cosine(directions.vectors.get(0)!, planted)).toBeGreaterThan(0.95);
    expect(findings.alternatives.map(({ pooling }) => pooling)).toEqual(["response-mean"]);
  });

  it("taken off, nothing tells the sides apart: purified of another's vector, the cosine with it is 0", async () => {
    const whole = await extractVector(request(), options);
    await expect(extractVector(request({ orthogonalTo: [whole.directions] }), options)).rejects.toThrow(
      /At layer 0 the vector lies along .*"loudness"\): nothing is left/,
    );
    const other = { ...whole.directions, vectors: new Map([[0, planted.map((x, i) => x + (i % 2 ? 40 : -40))]]) };
    const { directions } = await extractVector(request({ orthogonalTo: [other], layers: [0] }), options);
    expect(Math.abs(cosine(directions.vectors.get(0)!, other.vectors.get(0)!))).toBeLessThan(1e-6);
    expect(directions.about.recipe.orthogonalTo).toEqual(["loudness"]);
  });
});

describe("what falls", () => {
  it("is said by reason, and too few are refused with the reasons", async () => {
    const strict = scorer((answer, i) =>
      i === 0 ? null : answer.includes("!") ? (i < 12 ? 20 : 90) : i === 31 ? 80 : 10,
    );
    const { findings, directions } = await extractVector(request({ scorer: strict }), options);
    expect(findings.pairs).toMatchObject({ asked: 32, kept: 25, fell: { unscored: 1, positive: 5, negative: 1 } });
    expect(findings.pairs.passed.positive).toMatchObject({ value: 26 / 32, n: 32 });
    expect(directions.about.filter).toMatchObject({ pairs: 32, kept: 25, positive: { answers: 32, passed: 26 } });
    expect(findings.examples.fallen[0]).toMatchObject({ why: ["unscored"], positive: { scores: { trait: null } } });
    await expect(extractVector(request({ scorer: strict, minPairs: 26 }), options)).rejects.toThrow(
      "25 of 32 pairs of answers were kept, and a vector needs at least 26; those that fell: an answer has no score (1), " +
        "positive answer below 50 for the trait (5), negative answer at 50 or above (1).",
    );
  });

  it("is everything where nothing is coherent", async () => {
    const mad = scorer((answer) => (answer.includes("!") ? 90 : 10), 30);
    await expect(extractVector(request({ scorer: mad }), options)).rejects.toThrow(
      "0 of 32 pairs of answers were kept, and a vector needs at least 10; those that fell: an answer below 50 for coherence (32)",
    );
  });

  it.each([
    [
      "a scorer that always says the same",
      { scorer: scorer(() => 70.2) },
      /The rule gave all 64 answers the same score .*70.2 to 70.2/,
    ],
    [
      "sides that are alike",
      { pairs: plantedPairs(16, { alike: true }) },
      /do not differ: along the best vector of 2 layers .* 0.5 is chance/,
    ],
    ["one question", { pairs: plantedPairs(1), minPairs: 2 }, /All 2 pairs .* answer one question/],
  ] as const)("%s: refused", async (_, changes, message) => {
    await expect(extractVector(request(changes), options)).rejects.toThrow(message);
  });
});

it("a file says what was found, and an extraction that was stopped goes on to the same bits", async () => {
  const whole = await extractVector(request({ scorer: loud }), options);
  const path = join(folder, "loud.safetensors");
  await writeDirections(path, whole.directions);
  const read = await readDirections(path, {
    config: { layers: plantedSize.layers, dModel: plantedSize.dModel },
    sha256: model.sha256,
  });
  expect(read.about).toEqual(JSON.parse(JSON.stringify(whole.directions.about)));
  expect(read.about).toMatchObject({
    trait: { id: "loud" },
    scorer: { name: "rule" },
    suggested: { layer: whole.findings.suggested },
  });

  const files = new Map<string, Uint8Array>();
  const stopping: PoolStore = {
    read: (name) => files.get(name),
    write(name, bytes) {
      if (files.size === 1) throw new Error("killed");
      files.set(name, bytes.slice());
    },
  };
  await expect(extractVector(request({ scorer: loud, store: stopping }), options)).rejects.toThrow("killed");
  let written = 0;
  const store: PoolStore = { read: stopping.read, write: () => written++ };
  const again = await extractVector(request({ scorer: loud, store }), options);
  expect(written).toBe(1);
  expect(bits(again.directions.vectors)).toEqual(bits(whole.directions.vectors));
  expect(again.findings).toEqual(whole.findings);
});
