import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../base/json.ts";
import { normals, randomStream } from "../../base/random.ts";
import { gapOf, outcomeOf, outcomeSchema, rises, scaleOf } from "./effects.ts";
import type { Effect } from "./sweep.ts";

const n = 30;
const around = (name: string, mean: number, size = n) =>
  Array.from(normals(size, randomStream(0, name)), (draw) => mean + 0.02 * draw);
const effect = (name: string, { emoji = 0.1, trait = 0, fluent = -2 }, size = n): Effect => ({
  emoji: around(`${name}/emoji`, emoji, size),
  exclamation: around(`${name}/!`, 0.1, size),
  newline: around(`${name}/newline`, 0.1, size),
  end: around(`${name}/end`, 0.1, size),
  trait: around(`${name}/trait`, trait, size),
  fluent: around(`${name}/fluent`, fluent, size),
});
const persona = effect("persona", { emoji: 0.6, trait: 1 });
const reference = effect("reference", { emoji: 0.2, trait: 0.2 });
const scale = scaleOf(persona, reference, 0);
const of = (own: Effect, on = scale) => outcomeOf("id", "label", own, on);

describe("what an intervention did", () => {
  test("is nothing at the persona and everything at the reference, exactly", () => {
    expect(of(persona)).toMatchObject({
      removed: { value: 0, low: 0, high: 0, n },
      retained: { value: 1, low: 1, high: 1, n },
      fluency: { value: 0, low: 0, high: 0, n },
    });
    expect(of(reference)).toMatchObject({
      removed: { value: 1, low: 1, high: 1 },
      retained: { value: 0, low: 0, high: 0 },
    });
  });

  test("is a share of the way, with an interval that holds it; beyond the ends it is below 0 or above 1", () => {
    const half = of(effect("half", { emoji: 0.3, trait: 0.8 }));
    expect(half.removed!.value).toBeCloseTo(0.75, 1);
    expect(half.retained!.value).toBeCloseTo(0.75, 1);
    for (const { value, low, high } of [half.removed!, half.retained!, half.mass, half.fluency!]) {
      expect(low!).toBeLessThan(value);
      expect(high!).toBeGreaterThan(value);
    }
    expect(of(effect("more", { emoji: 0.7, trait: 1.4 }))).toMatchObject({
      removed: { high: expect.toSatisfy((high: number) => high < 0) },
      retained: { low: expect.toSatisfy((low: number) => low > 1) },
    });
  });

  test("cannot be said where the persona has not more than the reference, or clearly less", () => {
    const alike = scaleOf(effect("a", {}), effect("b", {}), 0);
    expect(of(persona, alike)).toMatchObject({ removed: null, retained: null });
    const turned = scaleOf(reference, persona, 0);
    expect(of(persona, turned)).toMatchObject({ removed: null, retained: null });
  });

  test("of one item each has no bounds; of none, no trait and no fluency", () => {
    const [one, other] = [effect("one", { emoji: 0.6 }, 1), effect("other", {}, 1)];
    const single = of(one, scaleOf(one, other, 0));
    expect(single).toMatchObject({
      mass: { low: 0, high: 1, n: 1 },
      removed: null,
      fluency: { low: null, high: null },
    });
    const [without, less] = [persona, reference].map((all) => ({ ...all, trait: [], fluent: [] }));
    const none = of(without!, scaleOf(without!, less!, 0));
    expect(none).toMatchObject({ retained: null, fluency: null, removed: { value: 0 } });
  });

  test("is JSON, whatever was measured", () => {
    const sizes = fc.integer({ min: 1, max: 6 });
    const values = (size: number) => fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: size, maxLength: size });
    const effects = sizes.chain((size) =>
      fc.tuple(...Array.from({ length: 3 }, () => values(size).map((emoji) => ({ emoji, trait: emoji })))),
    );
    fc.assert(
      fc.property(effects, ([own, high, low]) => {
        const [mine, top, bottom] = [own, high, low].map((some) => ({
          ...effect("x", {}, some!.emoji.length),
          ...some,
        }));
        const found = of(mine!, scaleOf(top!, bottom!, 0));
        expect(outcomeSchema.parse(JSON.parse(canonicalJson(found)))).toEqual(found);
      }),
      { numRuns: 60 },
    );
  });
});

test("a gap rises where its interval lies above 0", () => {
  const gap = (a: readonly number[], b: readonly number[]) => gapOf(a, b, scale.texts);
  expect(rises(gap(persona.emoji, reference.emoji))).toBe(true);
  expect(rises(gap(reference.emoji, persona.emoji))).toBe(false);
  expect(rises(gap(persona.emoji, persona.emoji))).toBe(false);
  expect(gap([], [])).toBeNull();
  expect(rises(null)).toBe(false);
});
