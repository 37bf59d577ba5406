import { beforeAll, describe, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { massTask } from "../../measure/emoji/mass-task.ts";
import { inMemory } from "../../measure/keep.ts";
import type { Variant } from "../../model/edit/types.ts";
import { scoreTask } from "../../model/score/score-task.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import type { ExplainedArm } from "../arm.ts";
import { type ArmPair, editedArm, endVariants } from "./pair.ts";
import { sweep } from "./sweep.ts";
import { kept, plantedPair, plantedReadings, prompted } from "./testing/planted-pair.ts";

const engine = inlineEngine({ threads: 1 });
let pair: ArmPair;
beforeAll(async () => {
  ({ pair } = await plantedPair(engine, temporaryFolder(), "loud"));
});

const options = { keep: inMemory, seed: 0, group: "sweep" };
const whole = (tap: string) => [{ kind: "take" as const, tap, units: "all" as const }];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What an arm makes of the readings by itself, through a session of its own. */
async function alone({ respondent: { local, chat } }: ExplainedArm) {
  const masses = new Map<string, number>();
  const texts = plantedReadings.texts.map((text) => ({ ...text, messages: chat(text.asked) }));
  await engine.run(
    massTask,
    { model: local.spec, texts },
    { onEvent: ({ id, mass }) => void masses.set(id, mean(mass.sentenceEnds.map(({ emoji }) => emoji))) },
  );
  const scores = new Map<string, number>();
  const answers = plantedReadings.fluent.map(({ id, asked, ids }) => ({ id, messages: chat(asked), answer: ids }));
  await engine.run(
    scoreTask,
    { model: local.spec, answers },
    { onEvent: ({ id, logProbs }) => void scores.set(id, mean(logProbs)) },
  );
  return {
    emoji: plantedReadings.texts.map(({ id }) => masses.get(id)!),
    fluent: plantedReadings.fluent.map(({ id }) => scores.get(id)!),
  };
}

describe("a sweep", () => {
  test("has of both ends what each arm has by itself", async () => {
    const effects = await sweep(pair, endVariants(pair), plantedReadings, options);
    for (const [i, arm] of [pair.persona, pair.reference].entries()) {
      const own = await alone(arm);
      for (const of of ["emoji", "fluent"] as const)
        for (const [t, value] of own[of].entries()) expect(effects[i]![of][t]! / value).toBeCloseTo(1, 5);
    }
    expect(mean(effects[0]!.emoji)).toBeGreaterThan(10 * mean(effects[1]!.emoji));
    expect(mean(effects[0]!.trait)).toBeGreaterThan(mean(effects[1]!.trait) + 1);
  });

  test("asks each arm in its own chat, the twin too: who takes all of the last layer from the other is the other", async () => {
    const own: ArmPair = {
      ...pair,
      persona: prompted(pair.persona, "wordy", { systemPrompt: "You like tea and rain." }),
    };
    const persona = editedArm(own, "persona", "persona as reference", whole("layers.1.resid_post"));
    const reference = editedArm(own, "reference", "reference/as persona", whole("layers.1.resid_post"));
    const ends = endVariants(own);
    const [first, second, asOther, back] = await sweep(own, [...ends, persona, reference], plantedReadings, options);
    expect(first!.emoji).not.toEqual((await sweep(pair, endVariants(pair), plantedReadings, options))[0]!.emoji);
    // Attention reads each one's own prompt, so the same values are those after it.
    for (const [taken, from] of [
      [asOther!, second!],
      [back!, first!],
    ] as const)
      for (const of of ["emoji", "exclamation", "newline", "end", "trait", "fluent"] as const)
        for (const [i, value] of from[of].entries()) expect(Math.abs(taken[of][i]! - value)).toBeLessThan(1e-5);
  });

  test("gives a variant the same in any company, and keeps it when it is done", async () => {
    const variants: Variant[] = [
      ...endVariants(pair),
      ...[3, 17, 21].map((unit) =>
        editedArm(pair, "persona", `unit ${unit}`, [{ kind: "take", tap: "layers.1.mlp.act", units: [unit] }]),
      ),
    ];
    const together = await sweep(pair, variants, plantedReadings, options);
    const stored = new Map<string, string>();
    const some = { ...options, keep: kept(stored, 3) };
    await expect(sweep(pair, variants, plantedReadings, some)).rejects.toThrow("killed");
    expect([...stored.keys()]).toEqual(["sweep/persona", "sweep/reference"]);
    // What is kept is not computed again.
    stored.set("sweep/persona", stored.get("sweep/persona")!.replace("emoji", "emoji "));
    const done: number[] = [];
    const again = await sweep(pair, variants, plantedReadings, {
      ...options,
      keep: kept(stored),
      onProgress: (progress) => done.push(progress.done),
    });
    expect(again.slice(1)).toEqual(together.slice(1));
    expect(again[0]).toHaveProperty("emoji ");
    expect(done).toEqual([2, 5]);
  });
});
