import fc from "fast-check";
import { expect, test } from "vitest";
import { captureGroups } from "./groups.ts";

const texts = (lengths: readonly number[]) =>
  lengths.map((length, id) => ({ id, ids: Array(length).fill(0) as number[] }));
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
const plain = { scaling: { kind: "none" } } as const;
const dynamic = { scaling: { kind: "dynamic", factor: 2, originalContext: 10 } } as const;

test("every text is in one group, and groups keep to the limit unless they are one text", () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 100 }), fc.constantFrom(plain, dynamic), (sizes, tokens, rope) => {
      const all = texts(sizes);
      const groups = captureGroups(all, rope, tokens);
      expect(new Set(groups.flat())).toEqual(new Set(all));
      expect(groups.flat().length).toBe(all.length);
      for (const group of groups)
        if (group.length > 1) expect(group.reduce((sum, { ids }) => sum + ids.length, 0)).toBeLessThanOrEqual(tokens);
    }),
  );
});

test("texts of like lengths share a run", () => {
  const groups = captureGroups(texts([5, 1, 5, 1, 30]), plain, 10);
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([[1, 3, 0], [2], [4]]);
});

test("under dynamic scaling only texts of one length are stretched together", () => {
  const groups = captureGroups(texts([12, 4, 12, 9, 11]), dynamic, 1000);
  expect(groups.map((group) => group.map(({ ids }) => ids.length))).toEqual([[4, 9], [11], [12, 12]]);
});
