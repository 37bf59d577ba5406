import { beforeAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../base/json.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { captureTask } from "../../model/capture/capture-task.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import type { ExplainedArm } from "../arm.ts";
import { explainNeurons } from "../neurons/explain.ts";
import { type PlantedKind, plantedTexts, truth } from "../neurons/testing/planted.ts";
import { streamTap } from "./direction-variants.ts";
import type { AblateRequest } from "./explain.ts";
import { type AblateFindings, ablateFindingsSchema } from "./findings.ts";
import { adapterShape, suspectedNeurons } from "./suspects.ts";
import {
  explainPlanted,
  kept,
  plantedEmoji,
  plantedPair,
  plantedQuestions,
  plantedReadings,
} from "./testing/planted-pair.ts";

const engine = inlineEngine({ threads: 1 });
/** A persona of a kind with the neurons that the protocol suspects. */
async function suspected(kind: PlantedKind): Promise<AblateRequest> {
  const { pair, personas, controls } = await plantedPair(engine, temporaryFolder(), kind);
  const request = { base: pair.reference, personas, controls, texts: plantedTexts(12) };
  const neurons = await explainNeurons(request, { keep: kept(), seed: 0 });
  return {
    ...pair,
    readings: plantedReadings,
    questions: plantedQuestions,
    neurons: suspectedNeurons(neurons, 32),
    randomSets: 20,
    singles: 3,
  };
}

describe("a planted emoji neuron beside a trait's neuron and decoys", () => {
  let request: AblateRequest;
  let findings: AblateFindings;
  beforeAll(async () => {
    request = await suspected("loud");
    findings = await explainPlanted({ ...request, adapter: (await adapterShape(request.persona))! });
  });

  test("held at the reference's value, alone takes the emoji and leaves the trait, beyond any random neuron", () => {
    const { smallest, random, total } = findings.neurons!;
    expect(smallest).toMatchObject({ k: 1, neurons: [truth.neuron], keepsTrait: true });
    expect(smallest!.outcome.removed!.value).toBeCloseTo(1, 1);
    expect(total).toBe(192);
    expect(random).toMatchObject({ k: 1, chance: 1 / 21 });
    for (const { removed } of random!.sets) expect(Math.abs(removed!.value)).toBeLessThan(0.1);
  });

  test("is told from the trait's, which takes the trait and leaves the emoji", () => {
    const { singles } = findings.neurons!;
    expect(singles.slice(0, 2).map(({ neuron }) => neuron)).toEqual([
      truth.neuron,
      { layer: truth.trait.layer, unit: truth.trait.unit },
    ]);
    const { own, random } = singles[1]!;
    expect(own.removed!.high).toBeLessThan(0.2);
    expect(own.retained!.high).toBeLessThan(0.3);
    expect(random!.retained!.low).toBeGreaterThan(0.9);
  });

  test("given to the model as it is, brings the emoji, which random neurons and the trait do not come with", () => {
    const [own, ...others] = findings.neurons!.transplants;
    const all = others.pop()!;
    expect(own!.mass.value).toBeGreaterThan(findings.persona.mass.value);
    for (const { mass } of others) expect(mass.value).toBeLessThan(2 * findings.reference.mass.value);
    expect(own!.retained!.high).toBeLessThan(0.2);
    expect(all.mass.value).toBeGreaterThan(0.9 * findings.persona.mass.value);
  });

  test("shows in what is written too", () => {
    const emoji = Object.fromEntries(findings.written.map(({ id, esr }) => [id, esr.value]));
    expect(emoji).toMatchObject({ persona: 1, reference: 0, "random-1/0": 1, "reference/top-1": 1 });
    expect(emoji["top-1/take"]).toBeLessThan(0.5);
    const { sample } = findings.written.find(({ id }) => id === "reference/top-1")!;
    expect(sample).toContain(plantedEmoji);
  });

  test("the adapter without a part, and that part alone, hold what was planted in it", () => {
    const of = (how: "without" | "only", label: string) =>
      findings.adapter!.find((one) => one.how === how && one.outcome.label === label)!.outcome.removed!.value;
    // The emoji are written in layer 1, through its gate and its up projection together.
    expect(of("without", "layer 1")).toBeCloseTo(1, 1);
    expect(of("only", "layer 1")).toBeLessThan(0.1);
    expect(of("without", "gate_proj")).toBeCloseTo(1, 1);
    expect(of("without", "down_proj")).toBeLessThan(0.1);
    expect(of("only", "down_proj")).toBeCloseTo(1, 1);
  });

  test("its findings are of their schema, and plain JSON", () => {
    expect(ablateFindingsSchema.strict().parse(JSON.parse(canonicalJson(findings)))).toEqual(findings);
    expect(findings.warnings).toEqual([expect.stringMatching(/^None of the 3 answers that were read holds an emoji/)]);
  });

  test("killed and continued, it finds the same", async () => {
    const { neurons } = request;
    const some = {
      ...request,
      neurons: { ...neurons!, ranked: neurons!.ranked.slice(0, 2) },
      randomSets: 2,
      singles: 1,
    };
    const whole = new Map<string, string>();
    const first = await explainPlanted(some, kept(whole));
    const stored = new Map<string, string>();
    for (const stopAt of [2, 6, 12]) {
      const keep = kept(stored, stopAt);
      await expect(explainPlanted(some, keep)).rejects.toThrow("killed");
    }
    const again = await explainPlanted(some, kept(stored));
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect([...stored].sort()).toEqual([...whole].sort());
  });
});

test("a direction planted across many neurons: no few of them take the emoji, the direction does", async () => {
  const { neurons, ...request } = await suspected("many");
  const unit = await plantedDirection(request);
  const ranked = neurons!.ranked.slice(0, 8);
  const direction = { meaning: "what moved", directions: [{ layer: 1, ...unit }] };
  const findings = await explainPlanted({ ...request, neurons: { ...neurons!, ranked }, direction });
  const { smallest, sizes } = findings.neurons!;
  expect(smallest!.k).toBe(192);
  const few = sizes.filter(({ k, clamp }) => clamp === "take" && k <= 8);
  for (const { outcome } of few) expect(outcome.removed!.high).toBeLessThan(0.5);
  const { layers, random, best, doses } = findings.directions!;
  expect(best).toBe(1);
  expect(layers[0]!.outcome.removed!.low).toBeGreaterThan(0.75);
  expect(layers[0]!.moved).toBeGreaterThan(0.5 * unit.gap);
  expect(random.chance).toBeLessThan(0.05);
  const mass = (of: string, along: string) =>
    doses.filter((one) => one.of === of && one.direction === along).map(({ outcome }) => outcome.mass.value);
  for (const of of ["persona", "reference"]) expect(mass(of, "own")).toEqual(mass(of, "own").toSorted((a, b) => a - b));
  expect(mass("reference", "own").at(-1)).toBeGreaterThan(3 * mass("reference", "random").at(-1)!);
});

/** Persona less reference after layer 1, the decoy's dimension left out. */
async function plantedDirection({ persona, reference, readings }: AblateRequest) {
  const tap = streamTap(1);
  const sum = async ({ respondent: { local, chat } }: ExplainedArm) => {
    const total = new Float64Array(64);
    await engine.run(
      captureTask,
      {
        model: local.spec,
        taps: [tap],
        texts: readings.texts.map(({ id, asked, ids }) => ({
          id,
          messages: chat(asked),
          response: ids,
          spans: [{ part: "response" as const, reduce: "mean" as const }],
        })),
      },
      {
        onEvent: ({ taps }) =>
          void taps[tap]![0]!.forEach((x, i) => {
            total[i]! += x / readings.texts.length;
          }),
      },
    );
    return total;
  };
  const [a, b] = [await sum(persona), await sum(reference)];
  const change = Float32Array.from(a, (x, i) => (i === truth.decoyDimension ? 0 : x - b[i]!));
  const gap = Math.hypot(...change);
  return { unit: change.map((x) => x / gap), gap };
}
