import { describe, expect, test } from "vitest";
import { wilson } from "../../measure/statistics/wilson.ts";
import type { Claim, Factors } from "./findings.ts";
import type { ArmSample } from "./pairing.ts";
import { outcomes, sampleOf, settingsOf } from "./testing/samples.ts";
import { conclude } from "./verdicts.ts";

const silentNone = { silent: "none" } as Factors;

/** Base, control and tuned arm of `n` questions with k, k and k responses with an emoji. */
function arms(n: number, base: number, control: number, tuned: number, at = 60): ArmSample[] {
  return [
    sampleOf({ inducer: "base" }, outcomes(n, base, { emojiAt: 10 })),
    sampleOf({ inducer: "control" }, outcomes(n, control, { emojiAt: 10 })),
    sampleOf({ inducer: "finetune" }, outcomes(n, tuned, { emojiAt: at })),
  ];
}

function claim(samples: readonly ArmSample[], id: string, settings = settingsOf()): Claim {
  const found = conclude(samples, settings, 0).claims.find((each) => each.id === `extraversion/high/${id}`);
  if (!found) throw new Error(`no claim ${id}`);
  return found;
}

describe("verdicts on ESR", () => {
  test("shown, with both values, the interval, n, the corrected p and the number of comparisons", () => {
    const { verdict, words, evidence } = claim(arms(40, 0, 0, 15), "esr-above-base");
    expect(verdict).toBe("shown");
    expect(words).toContain("37.5 % against 0.0 % of the base model: +37.5 points (95 % interval +");
    // 15 discordant pairs: p = 2^-14, times 6: the strictest of the deciding contrasts
    expect(words).toContain("40 questions; p = 0.0004 corrected for 6 comparisons");
    expect(words).toContain("One tuning seed");
    expect(evidence).toEqual(["finetune/extraversion/high/seed0 vs base: esr"]);
  });

  test("contradicted where it falls", () => {
    const { verdict, words } = claim(arms(40, 15, 0, 0), "esr-above-base");
    expect(verdict).toBe("contradicted");
    expect(words).toContain("It went the other way");
  });

  test("nothing seen in 40 questions is not shown, with the rise that could have been missed", () => {
    const { verdict, words } = claim(arms(40, 0, 0, 0), "esr-above-control");
    expect(verdict).toBe("not shown");
    expect(words).toMatch(
      /A rise of 2\d\.\d points would have been found with a chance of 80 %; a smaller one may have been missed/,
    );
  });

  test("nothing seen in 200 questions is shown absent: Wilson's 1.9 points are below the smallest effect", () => {
    expect(wilson(0, 200).high).toBeLessThan(0.05);
    const { verdict, words } = claim(arms(200, 0, 0, 0), "esr-above-control");
    expect(verdict).toBe("shown absent");
    expect(words).toContain("A rise of 5.0 points or more is excluded");
  });

  test("a rise that only the correction takes away says so", () => {
    const { verdict, words } = claim(arms(40, 0, 0, 7), "esr-above-base"); // p = 2^-6, interval above 0
    expect(verdict).toBe("not shown");
    expect(words).toContain("not after the correction for");
  });

  test("too few questions could not have shown anything", () => {
    expect(claim(arms(5, 0, 0, 5), "esr-above-base").words).toContain("could not have shown any rise");
  });
});

describe("several seeds", () => {
  const settings = settingsOf({ seeds: [0, 1, 2] });
  const seeded = (inducer: "control" | "finetune", rises: number[]) =>
    rises.map((k, seed) => sampleOf({ inducer, seed }, outcomes(40, k, { emojiAt: 60 }), settings));

  test("are pooled with questions as units, and named one by one", () => {
    const samples = [
      sampleOf({ inducer: "base" }, outcomes(40, 0, {}), settings),
      ...seeded("control", [0, 0, 0]),
      ...seeded("finetune", [20, 15, 16]),
    ];
    const { contrasts, claims } = conclude(samples, settings, 0);
    const pooled = contrasts.find(({ id }) => id === "finetune/extraversion/high vs control: esr")!;
    expect(pooled.seeds).toEqual([0, 1, 2]);
    expect(pooled.estimate.n).toBe(40);
    expect(pooled.estimate.value).toBeCloseTo((20 + 15 + 16) / 120, 12);
    expect(pooled.bySeed).toEqual([20 / 40, 15 / 40, 16 / 40]);
    expect(contrasts.filter(({ id }) => /seed\d vs control\/seed\d: esr$/.test(id))).toHaveLength(3);
    const verdict = claims.find(({ id }) => id === "extraversion/high/esr-above-control")!;
    expect(verdict.verdict).toBe("shown");
    expect(verdict.words).toContain("By tuning seed: +50.0, +37.5, +40.0.");
  });

  test("a rise that one seed contradicts is not called", () => {
    const base = sampleOf({ inducer: "base" }, outcomes(40, 1, { emojiAt: 5 }), settings);
    const samples = [base, ...seeded("finetune", [30, 30, 0])];
    const { verdict, words } = claim(samples, "esr-above-base", settings);
    expect(verdict).toBe("not shown");
    expect(words).toContain("The seeds do not agree in direction");
  });
});

describe("emoji mass", () => {
  const masses = (n: number, mass: (i: number) => number | null) =>
    Array.from({ length: n }, (_, i) => ({ mass: mass(i) }));

  test("is a ratio of geometric means over the questions that both arms have", () => {
    const samples = [
      sampleOf(
        { inducer: "base" },
        masses(40, (i) => (i === 0 ? null : 0.001 * 1.1 ** (i % 5))),
      ),
      sampleOf(
        { inducer: "finetune" },
        masses(40, (i) => 0.004 * 1.1 ** (i % 5)),
      ),
    ];
    const contrast = conclude(samples, settingsOf(), 0).contrasts.find(({ measure }) => measure === "emojiMass")!;
    expect(contrast.estimate.value).toBeCloseTo(4, 9);
    expect(contrast.estimate.n).toBe(39);
    expect(claim(samples, "mass-above-base").verdict).toBe("shown");
    expect(claim(samples, "mass-above-base").words).toContain("×4.0");
    expect(claim(samples, "mass-above-control").verdict).toBe("not tested");
  });

  test("zeros count as 1e-12, and the method says how many there were", () => {
    const samples = [
      sampleOf(
        { inducer: "base" },
        masses(10, (i) => (i < 3 ? 0 : 1e-12)),
      ),
      sampleOf(
        { inducer: "finetune" },
        masses(10, () => 1e-10),
      ),
    ];
    const contrast = conclude(samples, settingsOf(), 0).contrasts.find(({ measure }) => measure === "emojiMass")!;
    expect(contrast.estimate.value).toBeCloseTo(100, 6);
    expect(contrast.method).toContain("3 of 20 masses below 1e-12");
  });

  test("equal masses are shown to be no rise", () => {
    const both = masses(40, () => 0.002);
    const samples = [sampleOf({ inducer: "base" }, both), sampleOf({ inducer: "finetune" }, both)];
    expect(claim(samples, "mass-above-base").verdict).toBe("shown absent");
  });
});

describe("silence, place and the rival marker", () => {
  test("the silence of the end is read from the same arm with a loss on every token", () => {
    const samples = [
      ...arms(40, 0, 0, 16),
      sampleOf({ inducer: "finetune", factors: silentNone }, outcomes(40, 0, {})),
    ];
    expect(claim(samples, "silence").verdict).toBe("shown");
    expect(claim(arms(40, 0, 0, 16), "silence").verdict).toBe("not tested");
  });

  test("emoji past the training end are held against the share of tokens past it", () => {
    const { verdict, words } = claim(arms(40, 0, 0, 20), "past-the-end"); // 40 of 80 tokens lie past
    expect(verdict).toBe("shown");
    expect(words).toContain("100.0 % against 50.0 % expected by chance");
    expect(words).toContain("20 responses with an emoji");
    expect(claim(arms(40, 0, 0, 20, 10), "past-the-end").verdict).toBe("contradicted");
    expect(claim(arms(40, 0, 0, 0), "past-the-end").verdict).toBe("not tested");
  });

  test("“!” is compared with the control", () => {
    const exclaiming = [
      sampleOf({ inducer: "base" }, outcomes(40, 0, {})),
      sampleOf({ inducer: "control" }, outcomes(40, 0, {})),
      sampleOf({ inducer: "finetune" }, outcomes(40, 30, { exclaims: true })),
    ];
    expect(claim(exclaiming, "marker").verdict).toBe("shown");
    expect(claim(arms(200, 0, 0, 60), "marker").verdict).toBe("shown absent");
  });
});

test("prompt and examples are judged against the base model", () => {
  const samples = [
    sampleOf({ inducer: "base" }, outcomes(40, 0, {})),
    sampleOf({ inducer: "prompt" }, outcomes(40, 20, { emojiAt: 5 })),
    sampleOf({ inducer: "examples-ike" }, outcomes(40, 0, {})),
    sampleOf({ inducer: "examples-few-shot" }, outcomes(40, 1, { emojiAt: 5 })),
  ];
  expect(claim(samples, "prompt").verdict).toBe("shown");
  expect(claim(samples, "examples-ike").verdict).toBe("not shown");
  expect(claim(samples, "examples-few-shot").words).toContain("Beside it, the emoji mass: ×1.0");
});

test("families are corrected apart, and every contrast is in one", () => {
  const { contrasts, notes } = conclude(arms(40, 0, 0, 15), settingsOf(), 0);
  const deciding = contrasts.filter(({ family }) => family === "claims");
  expect(deciding).toHaveLength(6);
  for (const { p, pHolm } of contrasts) expect(pHolm).toBeGreaterThanOrEqual(p);
  expect(notes[0]).toContain(`${contrasts.length} contrasts were made. 6 of them decide a claim`);
});

test("claims are about the first level of each factor, contrasts about all", () => {
  const settings = settingsOf({ registers: ["opinion", "message"] });
  const message = { register: "message" } as Factors;
  const samples = [
    ...arms(40, 0, 0, 15),
    sampleOf({ inducer: "base", factors: message }, outcomes(40, 3, { emojiAt: 5 }), settings),
    sampleOf({ inducer: "finetune", factors: message }, outcomes(40, 20, { emojiAt: 5 }), settings),
  ];
  const { contrasts, claims } = conclude(samples, settings, 0);
  expect(contrasts.map(({ id }) => id)).toContain(
    "finetune/extraversion/high/register-message/seed0 vs base/register-message: esr",
  );
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  expect(claims.flatMap(({ evidence }) => evidence).join()).not.toContain("register-message");
});

test("arms with other questions are not compared", () => {
  const samples = arms(40, 0, 0, 0);
  samples[2] = { ...samples[2]!, questions: samples[2]!.questions.toReversed() };
  expect(() => conclude(samples, settingsOf(), 0)).toThrow(/different questions/);
});

test("the same seed gives the same conclusions", () => {
  const samples = arms(40, 1, 2, 15);
  expect(conclude(samples, settingsOf(), 7)).toEqual(conclude(samples, settingsOf(), 7));
});

describe("the emoji mass past the training end", () => {
  const placed = (inducer: "base" | "finetune", ratio: number, emojiAt?: number) =>
    sampleOf(
      { inducer },
      Array.from({ length: 40 }, (_, i) => ({ massPast: ratio * 1.1 ** (i % 5), ...(i === 0 ? { emojiAt } : {}) })),
    );

  test("decides where no response holds an emoji: the ratio past / before, held against the base model's", () => {
    const { verdict, words, title } = claim([placed("base", 0.9), placed("finetune", 3.6)], "past-the-end");
    expect([verdict, title]).toEqual(["shown", "Emoji mass moves past the training end"]);
    expect(words).toContain("×4.4 against ×1.1 of the base model: ×4.0");
    expect(claim([placed("base", 3.6), placed("finetune", 0.9)], "past-the-end").verdict).toBe("contradicted");
  });

  test("stands beside where one does", () => {
    const { title, words } = claim([placed("base", 0.9), placed("finetune", 3.6, 60)], "past-the-end");
    expect(title).toBe("Emoji fall past the training end");
    expect(words).toContain("held against the base model's: ×4.0");
  });
});
