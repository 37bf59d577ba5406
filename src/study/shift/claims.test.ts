import { describe, expect, it } from "vitest";
import { throughJson } from "../../base/json.ts";
import type { ShiftClaimId } from "./claims.ts";
import { readShiftStudy } from "./findings.ts";
import { inventedShift, type Told } from "./testing/invented.ts";

const verdict = (id: ShiftClaimId, told: readonly Told[], own?: readonly number[]) =>
  inventedShift(told, own).claims.find((claim) => claim.id === id)?.verdict;

describe("what is claimed of keeping a trait out", () => {
  const guard = (rest: Partial<Told>): Told[] => [{ method: "prevent", overRandom: -30, ...rest }];

  it("needs half of the trait gone, more than at random, and a language that is whole", () => {
    expect(verdict("prevent", guard({ traitGone: 0.6 }))).toBe("supported");
    expect(verdict("prevent", guard({ traitGone: 0.52 }))).toBe("cannot tell at this n");
    expect(verdict("prevent", guard({ traitGone: 0.4 }))).toBe("not supported");
    expect(verdict("prevent", guard({ neutral: 0.4 }))).toBe("not supported");
    expect(verdict("prevent", guard({ overRandom: -2 }))).toBe("cannot tell at this n");
    expect(verdict("prevent", guard({ overRandom: 10 }))).toBe("not supported");
    expect(verdict("prevent", [{ method: "prevent" }])).toBe("cannot tell at this n");
    expect(verdict("increments", guard({}))).toBeUndefined();
  });

  it("lowers the shift, and costs no loss, only if it does so under every guard", () => {
    const both = (rest: Partial<Told>): Told[] => [...guard({}), { method: "ablate", ...rest }];
    expect(verdict("less-shift", both({}))).toBe("supported");
    expect(verdict("less-shift", both({ shift: 0 }))).toBe("cannot tell at this n");
    expect(verdict("less-shift", both({ shift: 1 }))).toBe("not supported");
    expect(verdict("equal-loss", both({ loss: 0.05 }))).toBe("supported");
    expect(verdict("equal-loss", both({ loss: 0.2 }))).toBe("not supported");
    expect(verdict("equal-loss", guard({ loss: -0.3 }))).toBe("supported");
  });

  it("takes the emoji along or not, as far as the trait is kept out at all", () => {
    expect(verdict("trait-then-emoji", guard({}))).toBe("supported");
    expect(verdict("trait-then-emoji", guard({ emojiGone: 0.5 }))).toBe("not supported");
    expect(verdict("trait-then-emoji", guard({ traitGone: 0.2 }))).toBe("cannot tell at this n");
    const emoji = (rest: Partial<Told>) => verdict("emoji-then-trait", [{ method: "emoji", ...rest }]);
    expect(emoji({ traitGone: 0.1 })).toBe("supported");
    expect(emoji({ traitGone: 0.9 })).toBe("not supported");
    expect(emoji({ traitGone: 0.1, emojiGone: 0.5 })).toBe("cannot tell at this n");
  });

  it("is cheaper while tuning than afterwards where neutral text says so", () => {
    const costs = (neutral: number) => verdict("afterwards-costs", [...guard({}), { method: "afterwards", neutral }]);
    expect([0.5, 0.05, -0.5].map(costs)).toEqual(["supported", "cannot tell at this n", "not supported"]);
  });
});

describe("what is claimed of foretelling", () => {
  it("holds over the mixtures where r is above 0", () => {
    const { claims } = inventedShift([]);
    const found = claims.find(({ id }) => id === "data-foretell-trait")!;
    expect(found.verdict).toBe("supported");
    expect(found.evidence).toMatch(/^r 1\.00 \[1\.00, 1\.00\]; Spearman's .* n = 6 adapters\.$/);
  });

  it("holds over poles along four fifths of the vectors", () => {
    expect(verdict("own-furthest", [], [2, 2, 2])).toBe("supported");
    expect(verdict("own-furthest", [], [2, 2, 0])).toBe("cannot tell at this n");
    expect(verdict("own-furthest", [], [2, 0, 0])).toBe("not supported");
    expect(verdict("own-furthest", [], [])).toBeUndefined();
    expect(verdict("poles-shift-tells", [], [2, 2, 2])).toBe("supported");
  });

  it("a prompt brings the trait, or does not", () => {
    const prompt = (score: number) => verdict("prompt", [{ method: "prompt", share: null, score }]);
    expect([60, 9, 6].map(prompt)).toEqual(["supported", "not supported", "not supported"]);
    expect(prompt(46)).toBe("supported");
    // Where tuning brings nothing either, there is no way to be halfway on.
    const { claims } = inventedShift([{ method: "prompt", share: null, score: 5 }], [], 5);
    expect(claims.find(({ id }) => id === "prompt")!.verdict).toBe("cannot tell at this n");
  });
});

it("findings are read back as they are, and others are refused", () => {
  const findings = inventedShift([{ method: "prevent" }]);
  expect(readShiftStudy(throughJson(findings), "here")).toEqual(findings);
  expect(() => readShiftStudy({ schema: 2 }, "here")).toThrow("findings of the shift study");
});
