import type { GuardedArmFindings, GuardedFindings } from "../../../explain/guarded/findings.ts";

/** A value with an interval of 0.1. */
export const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05, n: 40 });
/** An arm, as it is unless told otherwise. */
export const guardedArm = (id: string, rest: Partial<GuardedArmFindings>): GuardedArmFindings => ({
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
  whole: null,
  overRandom: null,
  ...rest,
});
/** What an arm was guarded by. */
export const guard = { kind: "steer", along: "emoji", strength: 0.5, share: 0.43 } as const;
/** Invented findings of the untuned model, plain tuning and those guarded. */
export const guardedFindings = (
  answer: GuardedFindings["answer"],
  ...guarded: GuardedArmFindings[]
): GuardedFindings => ({
  part: "guarded",
  target: { trait: "extraversion", pole: "high" },
  questions: 40,
  rows: 100,
  reader: { name: "taps", poles: "lean" },
  criteria: { removed: 0.75, retained: 0.75, worse: 0.25 },
  direction: {
    meaning: "an emoji comes next",
    positions: "sentence ends",
    counts: { positive: { texts: 20, places: 33 }, negative: { texts: 30, places: 55 } },
    layers: [{ layer: 0, norm: 1, medianNorm: 2, share: 0.5, splitHalf: estimate(0.91) }],
    warnings: [],
  },
  cosines: [0.3],
  arms: [guardedArm("untuned", { tuning: null }), guardedArm("plain", {}), ...guarded],
  answer,
  warnings: ["Mind <this>."],
});
