import { beforeAll, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { type ArmPair, editedArm, endVariants } from "./pair.ts";
import { kept, plantedPair, plantedQuestions, prompted } from "./testing/planted-pair.ts";
import { write } from "./written.ts";

const engine = inlineEngine({ threads: 1 });
const options = {
  keep: kept(),
  seed: 0,
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
  maxNewTokens: 12,
  questions: plantedQuestions,
  read: undefined,
};
let pair: ArmPair;
beforeAll(async () => {
  const planted = await plantedPair(engine, temporaryFolder(), "loud");
  pair = { ...planted.pair, persona: prompted(planted.pair.persona, "wordy", { systemPrompt: "You like tea." }) };
});
const planned = () => {
  const all = [{ kind: "take" as const, tap: "layers.1.resid_post", units: "all" as const }];
  const taking = editedArm(pair, "persona", "as reference", all);
  return [...endVariants(pair), taking].map((variant) => ({ label: `the ${variant.id}`, variant }));
};

test("each arm answers in its own chat, and who takes all of the other's last layer writes what the other writes", async () => {
  const [persona, reference, taking] = await write(pair, planned(), options);
  expect(persona).toMatchObject({ id: "persona", label: "the persona", esr: { n: 3 }, alignment: null });
  expect(taking).toEqual({ ...reference, id: "as reference", label: "the as reference" });
  expect(taking!.sample).not.toBe(persona!.sample);
});

test("the trait is read in words without their emoji, and an answer of emoji alone has no coherence", async () => {
  const read: string[] = [];
  const given = { finish: "end", messages: [{ role: "user", content: "q" }], ids: [240] };
  const stored = new Map(
    ["😀", "Tea! 😀", "😀😀"].map((text, i) => [
      `written/persona/responses/${plantedQuestions[i]!.id}`,
      JSON.stringify({ ...given, text }),
    ]),
  );
  const [written] = await write(pair, planned().slice(0, 1), {
    ...options,
    keep: kept(stored),
    read: async (name, texts) => {
      read.push(name, ...texts.map(({ text }) => text));
      return { value: 0.5, low: 0, high: 1, n: texts.length };
    },
  });
  expect(read).toEqual(["persona", "", "Tea!", ""]);
  expect(written).toMatchObject({
    esr: { value: 1, n: 3 },
    exclamationRate: { value: 1 / 3 },
    ended: { value: 1 },
    alignment: { value: 0.5 },
    coherence: { n: 1, low: null, high: null },
  });
});
