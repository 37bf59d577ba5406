import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { answerOf, between, differences, drawsFor, wholeness } from "./outcome.ts";

const n = 60;
const noise = (name: string) => Array.from(normals(n, randomStream(0, name)), (draw) => 0.02 * draw);
const series = (name: string, mass: number, lean: number) => ({
  mass: noise(`${name}/mass`).map((x) => mass + x),
  lean: noise(`${name}/lean`).map((x) => lean + x),
});
const draws = drawsFor(n, 0);
const [base, plain] = [series("base", 0.1, 0), series("plain", 0.6, 0.8)];
const stand = (mass: number, lean: number) => between(series("own", mass, lean), base, plain, draws);

describe("how a guard stands between the untuned model and plain tuning", () => {
  it("by how much of the emoji is gone and how much of the trait is left", () => {
    const { removed, retained, gone, kept } = stand(0.15, 0.72);
    expect(removed!.value).toBeCloseTo(0.9, 1);
    expect(retained!.value).toBeCloseTo(0.9, 1);
    expect(removed!.low!).toBeLessThan(removed!.value);
    expect([gone, kept]).toEqual(["yes", "yes"]);
    expect(stand(0.6, 0)).toMatchObject({ gone: "no", kept: "no" });
  });

  it("cannot be told where the criterion lies within the interval", () => {
    const half = (one: number, other: number) => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? one : other));
    const own = { mass: half(0.1, 0.35), lean: half(0.2, 1) };
    expect(between(own, base, plain, draws)).toMatchObject({ gone: "cannot tell", kept: "cannot tell" });
  });

  it("cannot be said where plain tuning brings nothing", () => {
    const same = { mass: plain.mass, lean: base.lean };
    expect(between(series("own", 0.3, 0.1), base, same, draws)).toMatchObject({ retained: null, kept: null });
  });

  it("counts questions whose answer has no sentence end in the one figure that they have", () => {
    const own = series("own", 0.1, 0.8);
    own.mass[3] = Number.NaN;
    expect(differences(own, plain, draws)).toMatchObject({ mass: { n: n - 1 }, lean: { n } });
  });
});

describe("whether a guard loses the emoji and keeps the trait", () => {
  const guard = { kind: "ablate", along: "emoji", strength: null, share: null } as const;
  const [yes, no, open] = ["yes", "no", "cannot tell"] as const;

  it("yes if one does, no if none may, and otherwise it cannot be told", () => {
    expect(
      answerOf([
        { guard, gone: yes, kept: yes, whole: yes },
        { guard, gone: no, kept: no, whole: yes },
      ]),
    ).toBe(yes);
    expect(
      answerOf([
        { guard, gone: yes, kept: no, whole: yes },
        { guard, gone: no, kept: yes, whole: yes },
      ]),
    ).toBe(no);
    expect(
      answerOf([
        { guard, gone: yes, kept: open, whole: yes },
        { guard, gone: no, kept: yes, whole: yes },
      ]),
    ).toBe(open);
    expect(answerOf([{ guard, gone: null, kept: null, whole: yes }])).toBe(open);
    // A model that no longer speaks has lost more than its emoji.
    expect(answerOf([{ guard, gone: yes, kept: yes, whole: no }])).toBe(no);
    expect(answerOf([{ guard, gone: yes, kept: yes, whole: open }])).toBe(open);
    // The untuned model keeps nothing and loses nothing.
    expect(answerOf([{ guard: null, gone: yes, kept: yes, whole: yes }])).toBe(open);
  });
});

it("a model is whole where neutral text is at most a quarter of a nat worse", () => {
  const worse = (low: number | null, high: number | null) => wholeness({ neutral: { value: 0.2, low, high, n: 9 } });
  expect([worse(-0.1, 0.25), worse(0.1, 0.3), worse(0.26, 1), worse(null, 0.1), wholeness({ neutral: null })]).toEqual([
    "yes",
    "cannot tell",
    "no",
    "cannot tell",
    "cannot tell",
  ]);
});
