import { beforeAll, describe, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import type { ExplainedArm } from "../arm.ts";
import { explainNeurons, type Neurons } from "./explain.ts";
import { neuronsSchema } from "./findings.ts";
import type { NeuronsRequest } from "./request.ts";
import { plantedArms, plantedTexts, truth } from "./testing/planted.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
const options = { keep: inMemory, seed: 0 };
const seeds = [0, 1, 2];
const texts = plantedTexts(12);
let arms: Awaited<ReturnType<typeof plantedArms>>;
let controls: ExplainedArm[];
let personas: ExplainedArm[];

beforeAll(async () => {
  arms = await plantedArms(engine, folder);
  controls = await arms.tuned("control", seeds);
  personas = await arms.tuned("neuron", seeds);
});

const explain = (rest: Partial<NeuronsRequest> = {}, keep = options) =>
  explainNeurons({ base: arms.base, personas, controls, texts, ...rest }, keep);
const places = (units: readonly { layer: number; unit: number }[]) => units.map(({ layer, unit }) => ({ layer, unit }));

describe("a planted emoji neuron, beside a massive dimension and a unit that every tuning moves", () => {
  let neurons: Neurons;
  beforeAll(async () => {
    neurons = await explain();
  });

  test("is what the protocol ends in, by itself called a discovery", () => {
    const { mlp, discovery } = neurons.findings;
    expect(discovery).toBe("told");
    const { protocol, called, labellings, leastRate } = mlp.sentenceEnds;
    expect(protocol[0]!.q).toBeCloseTo(0.1, 12);
    expect([called, labellings, leastRate]).toEqual([1, 20, 0.1]);
    for (const place of [mlp.sentenceEnds, mlp.tokens]) {
      expect(places(place.protocol.slice(0, 1))).toEqual([truth.neuron]);
      expect(place.protocol[0]!.persona.value).toBeGreaterThan(1);
    }
    expect(places(neurons.ranked.mlp.protocol.slice(0, 1))).toEqual([truth.neuron]);
    expect(neurons.ranked.mlp.protocol[0]!.persona).toBeGreaterThan(neurons.ranked.mlp.protocol[0]!.control! * 1.5);
  });

  test("carries the emoji by itself", () => {
    const { verdict, half, participation, net, topShare } = neurons.findings.concentration;
    expect([verdict, half]).toEqual(["neuron", 1]);
    expect(participation).toBeLessThan(1.2);
    expect(net.low).toBeGreaterThan(0);
    expect(topShare).toBeGreaterThan(0.8);
  });

  test("while the largest raw change is the decoys', which the protocol rejects", () => {
    const { mlp, residual } = neurons.findings;
    const dimension = [0, 1].map((layer) => ({ layer, unit: truth.decoyDimension }));
    expect(places(residual.sentenceEnds.naive.slice(0, 2)).sort((a, b) => a.layer - b.layer)).toEqual(dimension);
    expect(places(mlp.sentenceEnds.naive.slice(0, 1))).toEqual([truth.decoyUnit]);
    const decoys = [...residual.sentenceEnds.naive.slice(0, 2), mlp.sentenceEnds.naive[0]!];
    for (const { q, persona, control } of decoys) {
      expect(Math.min(persona.value, control!.value)).toBeGreaterThan(1);
      expect(q).toBeGreaterThan(neurons.findings.nominalRate);
    }
    expect(residual.outliers).toMatchObject({ count: 1, first: [{ unit: truth.decoyDimension, layers: 2 }] });
    expect(residual.sentenceEnds.protocol.some(({ unit }) => unit === truth.decoyDimension)).toBe(false);
    expect(neurons.ranked.residual.protocol).toHaveLength(2 * 64 - 2);
  });

  test("its findings are of their schema, and plain JSON", () => {
    const json = JSON.parse(JSON.stringify(neurons.findings));
    expect(neuronsSchema.parse(json)).toEqual(neurons.findings);
  });

  test("the emoji logit is that of the emoji in the persona's answers, with all emoji beside it", async () => {
    expect(neurons.findings).toMatchObject({ emojiSet: { source: "all", emoji: null }, allEmoji: null });
    const own = texts
      .slice(0, 2)
      .map((text) => ({ ...text, id: `p/${text.id}`, writer: "persona" as const, text: "So. 🎉" }));
    const { findings } = await explain({ texts: [...texts, ...own] });
    expect(findings.emojiSet).toEqual({ source: "the persona's answers", emoji: ["🎉"], groups: null, tokens: 1 });
    expect(findings.allEmoji).toEqual({ tokens: 1, concentration: findings.concentration });
    expect((await explain({ counted: { groups: ["Flags"] } })).findings.emojiSet).toMatchObject({ source: "given" });
    await expect(explain({ counted: { emoji: ["x"] } })).rejects.toMatchObject({ code: "bad-input" });
  });

  test("layers are looked at one by one", async () => {
    const { findings, ranked } = await explain({ layers: [1] });
    expect(findings.layers).toEqual([1]);
    expect(findings.mlp.units).toBe(96);
    expect(places(ranked.mlp.protocol.slice(0, 1))).toEqual([truth.neuron]);
    const { findings: other } = await explain({ layers: [0] });
    expect(other.concentration.verdict).toBe("no rise");
  });
});

test("what is planted across many units is distributed, not a neuron", async () => {
  const { findings } = await explain({ personas: await arms.tuned("many", seeds) });
  const { verdict, half, participation } = findings.concentration;
  expect(verdict).toBe("distributed");
  expect(half).toBeGreaterThan(15);
  expect(participation).toBeGreaterThan(30);
  expect(findings.mlp.sentenceEnds.called).toBeGreaterThan(30);
});

test("between two groups of controls nothing rises, and with two seeds a side nothing is told", async () => {
  const { findings } = await explain({ personas: await arms.tuned("control", [3, 4, 5]) });
  expect(findings.concentration.verdict).toBe("no rise");
  const few = (await explain({ personas: personas.slice(0, 2) })).findings;
  expect(few.discovery).toBe("cannot tell at this n");
  expect(few.concentration.verdict).toBe("cannot tell");
  expect(few.mlp.sentenceEnds).toMatchObject({ called: null, labellings: 0 });
  expect(few.mlp.sentenceEnds.protocol[0]).toMatchObject({ ...truth.neuron, d: null, q: null });
  expect(few.warnings[0]).toMatch(/^With 2 persona and 3 control adapters nothing can be called a discovery/);
  const alone = (await explain({ personas: personas.slice(0, 1), controls: [] })).findings;
  expect(alone.mlp.sentenceEnds.protocol[0]).toMatchObject({ ...truth.neuron, control: null });
  expect(alone.warnings).toHaveLength(2);
});

/** Keeps what is put as JSON, over calls; throws at the `stopAt`-th. */
function kept(stored = new Map<string, string>(), stopAt = Number.POSITIVE_INFINITY): Keep & { stored: typeof stored } {
  let puts = 0;
  return {
    stored,
    items: (group, keys) => ({
      get missing() {
        return keys.filter((key) => !stored.has(`${group}/${key}`));
      },
      put: (key, value) => {
        if (++puts >= stopAt) throw new Error("killed");
        stored.set(`${group}/${key}`, JSON.stringify(value));
      },
      values: () => keys.map((key) => JSON.parse(stored.get(`${group}/${key}`)!)),
    }),
  };
}

test("what was killed goes on to the same bytes", async () => {
  const whole = kept();
  const { findings } = await explain({}, { keep: whole, seed: 0 });
  const stored = new Map<string, string>();
  for (const stopAt of [3, 4])
    await expect(explain({}, { keep: kept(stored, stopAt), seed: 0 })).rejects.toThrow("killed");
  const again = await explain({}, { keep: kept(stored), seed: 0 });
  expect(JSON.stringify(again.findings)).toBe(JSON.stringify(findings));
  expect([...stored].sort()).toEqual([...whole.stored].sort());
});

test.each<[Partial<NeuronsRequest>, string]>([
  [{ top: 200 }, "200 units are more than there are: the layers looked at have 192 MLP units and 128 dimensions"],
  [{ layers: [0, 2] }, "The model has no layer 2: its layers are 0 to 1."],
  [{ texts: [] }, "No answer to read has a token"],
  [{ personas: [] }, "No persona is named"],
  [{ texts: [{ ...texts[0]!, ids: Array<number>(300).fill(65) }] }, "the model's context is 256"],
])("bad input %#", async (wrong, message) => {
  await expect(explain(wrong)).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
});
