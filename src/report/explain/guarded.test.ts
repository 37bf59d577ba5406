import { expect, it } from "vitest";
import type { GuardedArmFindings, GuardedFindings } from "../../explain/guarded/findings.ts";
import { guardedAnswer, guardedSection } from "./guarded.ts";

const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05, n: 40 });
const arm = (id: string, rest: Partial<GuardedArmFindings>): GuardedArmFindings => ({
  id,
  label: `label ${id}`,
  guard: null,
  tuning: { steps: 5, lossFirst: 2, lossLast: 1 },
  fit: estimate(1.5),
  esr: estimate(0.5),
  mass: estimate(0.4),
  exclamation: estimate(0.1),
  alignment: estimate(0.8),
  lean: estimate(0.7),
  neutral: null,
  removed: null,
  retained: null,
  gone: null,
  kept: null,
  overRandom: null,
  ...rest,
});
const guard = { kind: "steer", along: "emoji", strength: 0.5, share: 0.43 } as const;
const findings = (answer: GuardedFindings["answer"], ...guarded: GuardedArmFindings[]): GuardedFindings => ({
  part: "guarded",
  target: { trait: "extraversion", pole: "high" },
  questions: 40,
  rows: 100,
  reader: { name: "taps", poles: "lean" },
  criteria: { removed: 0.75, retained: 0.75 },
  direction: {
    meaning: "an emoji comes next",
    positions: "sentence ends",
    counts: { positive: { texts: 20, places: 33 }, negative: { texts: 30, places: 55 } },
    layers: [{ layer: 0, norm: 1, medianNorm: 2, share: 0.5, splitHalf: estimate(0.91) }],
    warnings: [],
  },
  cosines: [0.3],
  arms: [arm("untuned", { tuning: null }), arm("plain", {}), ...guarded],
  answer,
  warnings: ["Mind <this>."],
});
const good = arm("good", { guard, removed: estimate(0.9), retained: estimate(0.95), gone: "yes", kept: "yes" });
const bad = arm("bad", { guard, removed: estimate(0.9), retained: estimate(0.1), gone: "yes", kept: "no" });
const lucky = { ...good, id: "lucky", label: "label lucky", guard: { ...guard, along: "random" } };

it("the answer names the guards that it rests on, and never a random direction", () => {
  expect(guardedAnswer(findings("yes", good, bad, lucky))).toContain(
    "Yes: “label good” lost the emoji and kept the trait.",
  );
  expect(guardedAnswer(findings("no", bad, lucky))).toContain("“label bad” lost the emoji, and the trait with them");
  expect(guardedAnswer(findings("no"))).toContain("none of them lost the emoji and kept the trait");
  expect(guardedAnswer(findings("cannot tell", bad))).toContain("cannot tell");
});

it("the section shows every arm, its numbers, what the direction rests on, and what cannot be said", () => {
  const html = String(guardedSection(findings("yes", good, { ...bad, removed: null })).body);
  for (const text of ["label untuned", "label plain", "label good", "43.0\u00a0% of the stream", "33 sentence ends"])
    expect(html.replaceAll(" %", "\u00a0%")).toContain(text);
  expect(html).toContain("cannot be said");
  expect(html).toContain("Mind &lt;this&gt;.");
});
