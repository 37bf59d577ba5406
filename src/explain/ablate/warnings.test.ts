import { expect, test } from "vitest";
import type { ReadText } from "../texts.ts";
import type { ArmPair } from "./pair.ts";
import { warningsOf } from "./warnings.ts";

const pairOf = (...prompts: string[]) => {
  const [persona, reference] = prompts.map((content) => ({ respondent: { chat: () => [{ role: "user", content }] } }));
  return { persona, reference } as unknown as ArmPair;
};
const texts = (...some: string[]) => some.map((text) => ({ text, asked: { question: "q" } })) as unknown as ReadText[];
const gap = (value: number) => ({ value, low: value - 0.01, high: value + 0.01, n: 9 });
const clear = { mass: 0.5, massGap: gap(0.4), traitGap: gap(1) };
const warned = (
  rest: Partial<Parameters<typeof warningsOf>[2]> = {},
  pair = pairOf("q", "q"),
  read = texts("A.", "B. 😀"),
) => warningsOf(pair, read, { ...clear, ...rest });

test("nothing is warned of where there is much to take out and a trait to keep", () => {
  expect(warned()).toEqual([]);
});

test.each<[string, string[]]>([
  ["None of the 2 answers", warned({}, pairOf("q", "q"), texts("A.", "B."))],
  ["The persona's emoji mass is not clearly above", warned({ massGap: gap(0.005) })],
  ["The persona's emoji mass is hardly above", warned({ massGap: gap(0.04) })],
  ["There are no answers with the trait", warned({ traitGap: null })],
  ["The persona does not clearly prefer the trait's answers", warned({ traitGap: gap(-1) })],
  ["Persona and reference are asked in chats of their own", warned({}, pairOf("You like tea. q", "q"))],
])("%s ...", (beginning, warnings) => {
  expect(warnings).toEqual([expect.stringMatching(new RegExp(`^${beginning}`))]);
});
