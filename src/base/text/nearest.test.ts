import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestNames } from "./nearest.ts";

test("fewest edits first, ties as given", () => {
  const names = ["resid_pre", "resid_mid", "resid_post", "logits"];
  expect(nearestNames("resid_pst", names)).toEqual(["resid_post", "resid_pre", "resid_mid"]);
  expect(nearestNames("logit", names, 1)).toEqual(["logits"]);
  expect(nearestNames("", ["bb", "aa", "c"])).toEqual(["c", "bb", "aa"]);
});

test("a name is nearest to itself, and to itself less a character where no other is", () => {
  const word = fc.string({ minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), fc.nat(), (names, pick) => {
      const name = names[pick % names.length]!;
      expect(nearestNames(name, names, 1)).toEqual([name]);
      expect(nearestNames(name.slice(1), [...names.map((other) => `${other}#$%`), name], 1)).toEqual([name]);
    }),
  );
});
