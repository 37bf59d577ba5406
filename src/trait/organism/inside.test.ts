import fc from "fast-check";
import { expect, test } from "vitest";
import { randomStream } from "../../base/random.ts";
import { insideProbability } from "./inside.ts";
import { sample } from "./sample.ts";
import { articleBefore, type Node, oneOf, type Scope, template, weighted } from "./template.ts";

const slots: Record<string, Node> = { thing: oneOf(["apple", "pear", "hour"]), like: template("(|really )like") };
const scope: Scope = (slot) => slots[slot]!;

/** All texts of a node with their probabilities, by writing every draw out. */
function texts(node: Node): Map<string, number> {
  if (node.kind === "text") return new Map([[node.text, 1]]);
  if (node.kind === "slot") return texts(scope(node.name));
  if (node.kind === "article") return new Map([["A", 1]]);
  const all = new Map<string, number>();
  const add = (text: string, p: number) => all.set(text, (all.get(text) ?? 0) + p);
  if (node.kind === "choice")
    for (const { probability, node: option } of node.options)
      for (const [text, p] of texts(option)) add(text, probability * p);
  else {
    let begun = new Map([["", 1]]);
    for (const part of node.parts) {
      const longer = new Map<string, number>();
      for (const [head, p] of begun)
        for (const [tail, q] of texts(part)) longer.set(head + tail, (longer.get(head + tail) ?? 0) + p * q);
      begun = longer;
    }
    for (const [text, p] of begun) add(text, p);
  }
  return all;
}

test("the inside probability is the sum over all draws that give the text, also where several do", () => {
  const ambiguous = weighted([1, template("(a|b|)(b|ab|)c")], [3, template("{thing}(s|) (a|b|)c")]);
  const all = texts(ambiguous);
  for (const [text, p] of all) expect(insideProbability(ambiguous, scope, text)).toBeCloseTo(p, 12);
  expect([...all.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(all.get("abc")).toBeGreaterThan(1 / 36);
  expect(insideProbability(ambiguous, scope, "abcc")).toBe(0);
});

test("what is drawn is at least as probable as its draws, and no less", () => {
  const node = template("I {like} {a} {thing}(, and {a} {thing}|)");
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { text, logProbability } = sample(node, scope, randomStream(seed, "test"));
      expect(Math.log(insideProbability(node, scope, text))).toBeCloseTo(logProbability, 10);
      expect(text).not.toMatch(/\ba (?:apple|hour)|\ban pear/);
    }),
  );
});

test("a capital may begin a text, and only begin it", () => {
  const node = template("{thing}s are {thing}s");
  expect(insideProbability(node, scope, "Pears are apples")).toBeCloseTo(1 / 9, 12);
  expect(insideProbability(node, scope, "Pears are Apples")).toBe(0);
});

test("articles follow the sound", () => {
  const words = [
    "apple",
    "hour",
    "honest mistake",
    "unit",
    "useful tool",
    "European",
    "one-way street",
    "umbrella",
    "pear",
  ];
  expect(words.map(articleBefore)).toEqual(["an", "an", "an", "a", "a", "a", "a", "an", "a"]);
});

test("a template with an open bracket is refused", () => {
  expect(() => template("(a|b")).toThrow(RangeError);
  expect(() => template("{a")).toThrow(RangeError);
});
