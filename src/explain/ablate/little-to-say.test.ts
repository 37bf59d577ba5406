import { beforeAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../base/json.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { plantedArms, truth } from "../neurons/testing/planted.ts";
import type { AblateRequest } from "./explain.ts";
import { ablateFindingsSchema } from "./findings.ts";
import { adapterShape } from "./suspects.ts";
import { explainPlanted, plantedEmoji, plantedQuestions, plantedReadings, prompted } from "./testing/planted-pair.ts";

const engine = inlineEngine({ threads: 1 });

describe("what there is little to say of", () => {
  let arms: Awaited<ReturnType<typeof plantedArms>>;
  let base: Omit<AblateRequest, "persona">;
  const facts = {
    ranked: [truth.neuron],
    ranking: "given",
    means: [new Float64Array(96), new Float64Array(96)],
    changes: [new Float64Array(96), new Float64Array(96)],
  };
  beforeAll(async () => {
    arms = await plantedArms(engine, temporaryFolder(), { whole: plantedEmoji });
    base = { reference: arms.base, readings: plantedReadings, questions: plantedQuestions, randomSets: 2, singles: 1 };
  });

  test("a persona without emoji: its mass is shown, and that there is nothing to take", async () => {
    const [persona] = await arms.tuned("control", [0]);
    const {
      warnings,
      persona: own,
      reference,
      neurons,
    } = await explainPlanted({ ...base, persona: persona!, neurons: facts });
    expect(warnings).toContainEqual(expect.stringMatching(/there is nothing to take out/));
    expect(own.mass.value).toBeGreaterThan(0);
    expect(reference.mass.n).toBe(3);
    expect(neurons!.smallest).toBeNull();
    expect(neurons!.random!.chance).toBeNull();
    for (const { outcome } of neurons!.sizes) expect(outcome.removed).toBeNull();
  });

  test("a persona without an adapter, asked in a chat of its own", async () => {
    const persona = prompted(arms.base, "wordy", { systemPrompt: "Rain, rain." });
    const given = { ...base, persona, adapter: (await adapterShape(persona))!, neurons: facts };
    const findings = await explainPlanted(given);
    expect(findings.adapter).toBeNull();
    expect(findings.warnings).toContainEqual(expect.stringMatching(/asked in chats of their own/));
    expect(ablateFindingsSchema.strict().parse(JSON.parse(canonicalJson(findings)))).toEqual(findings);
  });

  test("one fluent text, no pairs, no questions: what cannot be said is left open", async () => {
    const [persona] = await arms.tuned("loud", [0]);
    const readings = { ...plantedReadings, pairs: [], fluent: plantedReadings.fluent.slice(0, 1) };
    const findings = await explainPlanted({ ...base, persona: persona!, readings, questions: [] });
    expect(findings).toMatchObject({
      traitGap: null,
      neurons: null,
      directions: null,
      written: [],
      persona: { retained: null, fluency: { value: 0, low: null, high: null, n: 1 } },
    });
    expect(findings.warnings).toContainEqual(expect.stringMatching(/^There are no answers with the trait/));
    expect(() => canonicalJson(findings)).not.toThrow();
  });

  test("what cannot be run is refused", async () => {
    const [persona] = await arms.tuned("control", [0]);
    const refused = (wrong: Partial<AblateRequest>, message: RegExp) =>
      expect(explainPlanted({ ...base, persona: persona!, ...wrong })).rejects.toMatchObject({
        code: "bad-input",
        message: expect.stringMatching(message),
      });
    const other = await plantedArms(engine, temporaryFolder());
    await refused({ reference: other.base }, /read the same tokens, and token 240 is another text/);
    const texts = plantedReadings.texts.map((text) => ({
      ...text,
      text: "no",
      ids: [...Buffer.from("no")],
      complete: false,
    }));
    await refused({ readings: { ...plantedReadings, texts } }, /^0 of 3 texts have a sentence end/);
    const ranked = Array.from({ length: 193 }, (_, i) => ({ layer: Math.floor(i / 96), unit: i % 96 }));
    await refused({ neurons: { ...facts, ranked } }, /193 neurons are suspected, and the model's MLPs have 192/);
    await refused({ neurons: { ...facts, ranked: [] } }, /No neuron is suspected/);
  });
});
