import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { throughJson } from "../../base/json.ts";
import { type ArmParts, armId, defaultLevels } from "./arm-id.ts";
import { describeArm } from "./describe-arm.ts";
import { type EmojiFindings, estimated, readFindings } from "./findings.ts";
import { percent, points, pValue, small, times } from "./numbers.ts";
import { pastByChance } from "./position.ts";
import { outcomes, recordOf, sampleOf, settingsOf } from "./testing/samples.ts";
import { conclude } from "./verdicts.ts";

const settings = settingsOf();
const defaults = defaultLevels(settings);

function findings(n = 10): EmojiFindings {
  const samples = [
    sampleOf({ inducer: "base" }, outcomes(n, 0, {})),
    sampleOf({ inducer: "finetune" }, outcomes(n, 3, { emojiAt: 50 })),
  ];
  const arms = samples.map(({ arm, records }) =>
    describeArm(
      arm,
      {
        records,
        ended: records.map(() => true),
        mass: { sentenceEnds: null, answerEnd: null, before: null, past: null },
      },
      { seed: 0, answerEndTokens: 40 },
    ),
  );
  const model = { name: "tiny", sha256: "ab", architecture: "llama", parameters: 1000, quantisation: "F32" };
  return { schema: 1, study: "emoji", model, settings, arms, ...conclude(samples, settings, 0) };
}

describe("findings.json", () => {
  test("reads back what was written", () => {
    const written = findings();
    expect(readFindings(throughJson(written), "findings.json")).toEqual(throughJson(written));
  });

  test("can be written for one question: ends without a bound are null", () => {
    const { arms } = throughJson(findings(1));
    expect(arms[0]!.density.high).toBeGreaterThan(0);
    expect(arms[1]!.firstEmoji.token).toEqual({ value: 50, low: 0, high: null, n: 1 });
  });

  test("refuses something else, saying where", () => {
    const broken = { ...findings(), arms: [{ id: "base" }] };
    expect(() => readFindings(broken, "runs/a/findings.json")).toThrow(
      /runs\/a\/findings\.json holds no findings.* at arms\.0\./,
    );
    expect(() => readFindings({ ...findings(), schema: 2 }, "x")).toThrow(/at schema/);
  });

  test("an estimate of nothing is null", () => {
    expect(estimated({ value: Number.NaN, low: 0, high: 1, n: 0 })).toBeNull();
    expect(estimated({ value: 1, low: 0, high: Number.POSITIVE_INFINITY, n: 1 })).toEqual({
      value: 1,
      low: 0,
      high: null,
      n: 1,
    });
  });
});

describe("names of arms", () => {
  const factors = { register: "opinion", temperature: 0.7, silent: "end", sentences: "all" } as const;
  const tuned: ArmParts = { inducer: "finetune", trait: "extraversion", pole: "high", seed: 0, factors };

  test("leave out what is at its default", () => {
    expect(armId(tuned, defaults)).toBe("finetune/extraversion/high/seed0");
    expect(armId({ ...tuned, factors: { ...factors, silent: "none", sentences: 1 } }, defaults)).toBe(
      "finetune/extraversion/high/silent-none/sentences-1/seed0",
    );
    expect(armId({ ...tuned, factors: { ...factors, marker: "exclamatory" } }, defaults)).toBe(
      "finetune/extraversion/high/exclamatory/seed0",
    );
    expect(armId({ inducer: "base", factors: { register: "message", temperature: 1 } }, defaults)).toBe(
      "base/register-message/temperature-1",
    );
    expect(armId({ inducer: "control", seed: 2, factors }, defaults)).toBe("control/seed2");
  });

  test("are unlike for unlike arms, and can be files' names", () => {
    const factorsOf = fc.record(
      {
        silent: fc.constantFrom("none" as const, "end" as const, "sentence-ends" as const),
        sentences: fc.constantFrom(1 as const, 2 as const, "all" as const),
        register: fc.constantFrom("opinion" as const, "message" as const),
        temperature: fc.constantFrom(0, 0.7, 1),
        marker: fc.constant("exclamatory" as const),
      },
      { requiredKeys: ["register", "temperature", "silent", "sentences"] },
    );
    const parts = fc.record({
      inducer: fc.constantFrom("finetune" as const, "control" as const),
      trait: fc.constantFrom("openness", "extraversion"),
      pole: fc.constantFrom("high" as const, "low" as const),
      seed: fc.nat(3),
      factors: factorsOf,
    });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same = JSON.stringify(throughJson(a)) === JSON.stringify(throughJson(b));
        expect(armId(a, defaults) === armId(b, defaults)).toBe(same);
        expect(armId(a, defaults)).toMatch(/^[a-z0-9.-]+(\/[a-z0-9.-]+)*$/);
      }),
    );
  });
});

test("chance puts a first emoji past the end as often as tokens lie there", () => {
  expect(pastByChance([recordOf({ emojiAt: 5 }), recordOf({})], 20)).toBeCloseTo(60 / 80, 12);
  expect(pastByChance([recordOf({ emojiAt: 5 })], 100)).toBe(0);
  expect(pastByChance([recordOf({})], 20)).toBeNull();
});

test("numbers as people read them", () => {
  expect([percent(0.275), percent(0)]).toEqual(["27.5 %", "0.0 %"]);
  expect([points(0.1), points(-0.02), points(0.0001)]).toEqual(["+10.0", "−2.0", "0.0"]);
  expect([small(0.00234), small(1.43e-7), small(0)]).toEqual(["0.0023", "1.4e-7", "0"]);
  expect([times(3.21), times(0.05), times(12.4), times(120.4)]).toEqual(["×3.2", "×0.050", "×12", "×120"]);
  expect([pValue(0.0321), pValue(0.00042), pValue(1e-9)]).toEqual(["0.032", "0.0004", "< 0.0001"]);
});
