import fc from "fast-check";
import { expect, test } from "vitest";
import { wrap } from "./wrap.ts";

test("breaks at spaces and keeps the first indent", () => {
  expect(wrap("  one   two three four", 12, 4)).toBe("  one   two\n    three\n    four");
  expect(wrap("", 10)).toBe("");
  expect(wrap("unbreakable", 4, 2)).toBe("unbreakable");
});

test("loses no word and passes no margin that it could keep", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }),
      fc.integer({ min: 14, max: 40 }),
      (words, width) => {
        const lines = wrap(words.join(" "), width, 3).split("\n");
        expect(lines.join(" ").split(/ +/).filter(Boolean)).toEqual(words);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});
