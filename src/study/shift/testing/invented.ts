import type { Estimated } from "../../../measure/statistics/estimated.ts";
import { claimsOf } from "../claims.ts";
import { correlationsOf } from "../correlations.ts";
import { criteria } from "../criteria.ts";
import type { AgainstPlain, ShiftArm, ShiftFindings, ShiftPole } from "../findings.ts";
import { armId } from "../plan.ts";

/** A value with an interval as far to both sides. */
const about = (value: number, reach = 0.05): Estimated => ({
  value,
  low: value - reach,
  high: value + reach,
  n: 40,
});

/** What an invented arm is told apart by; shares of what plain tuning brings that are gone. */
export interface Told {
  method: string;
  share?: number | null;
  dose?: number;
  score?: number;
  traitGone?: number;
  emojiGone?: number;
  shift?: number;
  loss?: number;
  neutral?: number;
  overRandom?: number;
}

function armOf({ method, share = 1, dose, score = 50, neutral = 0, ...told }: Told, seeds = 2): ShiftArm {
  const { traitGone = 0.9, emojiGone = 0.9, shift = -2, loss = 0 } = told;
  const tuned = share !== null;
  const against: AgainstPlain = {
    score: about(-40),
    shift: about(shift),
    mass: about(-0.5),
    esr: about(-0.5),
    neutral: about(0),
    loss: about(loss, 0.02),
    traitGone: about(traitGone),
    shiftGone: about(0.4),
    emojiGone: about(emojiGone),
  };
  return {
    id: armId(method, share, dose),
    method,
    share,
    strength: method === "prevent" ? (dose ?? 2) : null,
    guard: null,
    adapters: tuned
      ? Array.from({ length: seeds }, (_, seed) => ({
          seed,
          predicted: method === "plain" ? about(3 * share + 0.1 * seed) : null,
          shift: about(2 * share),
          score: about(score + seed, 3),
          loss: 1.8,
          lossLast: 1.7,
          fit: 1.6,
        }))
      : [],
    score: about(score, 3),
    coherence: about(80, 3),
    shift: about(tuned ? 2 * share : 0),
    esr: { value: 0.5, low: 0.35, high: 0.65, n: 40 },
    mass: about(0.4),
    neutral: about(neutral),
    againstPlain: tuned && method !== "plain" ? against : null,
    overRandom:
      told.overRandom === undefined ? null : { score: about(told.overRandom, 5), shift: about(-1), mass: about(-0.2) },
  };
}

const poleOf = (pole: string, own: number): ShiftPole => {
  const adapters = Array.from({ length: 10 }, (_, i) => ({
    id: `pole/${i}`,
    tuned: i === 0 ? pole : "neutral",
    predicted: about(i === 0 ? 3 : i / 20),
    shift: about(i === 0 ? own : i / 10),
    score: i === 0 ? 90 : i,
  }));
  const [predicted, shift] = [adapters.map((one) => one.predicted.value), adapters.map((one) => one.shift.value)];
  const score = adapters.map((one) => one.score);
  return {
    pole,
    adapters,
    shiftScore: correlationsOf(shift, score),
    predictedScore: correlationsOf(predicted, score),
    predictedShift: correlationsOf(predicted, shift),
    ownRank: 1 + shift.filter((value) => value > own).length,
  };
};

/** Findings of arms as told, beside plain mixtures, the model as it is and a prompt; `own`: how far each pole's own adapter moved; `full`: plain tuning's trait score. */
export function inventedShift(told: readonly Told[], own: readonly number[] = [2, 2], full = 90): ShiftFindings {
  const shares = [0, 0.5, 1];
  const arms = [
    armOf({ method: "base", share: null, score: 5 }),
    ...shares.map((share) => armOf({ method: "plain", share, score: 5 + (full - 5) * share })),
    ...told.map((one) => armOf(one)),
  ];
  const adapters = arms.filter(({ method }) => method === "plain").flatMap((arm) => arm.adapters);
  const [predicted, shift] = [adapters.map((one) => one.predicted!.value), adapters.map((one) => one.shift.value)];
  const score = adapters.map((one) => one.score!.value);
  const found: Omit<ShiftFindings, "claims"> = {
    schema: 1,
    study: "shift",
    model: { name: "embedded", sha256: "a".repeat(64), architecture: "llama", parameters: 2e6, quantisation: "F16" },
    settings: {
      trait: "extraversion/high",
      poles: ["extraversion/high", "openness/high"],
      shares,
      methods: ["prevent", "increments", "ablate", "emoji", "random", "afterwards", "prompt"],
      strength: 2,
      doses: [4],
      emojiStrength: 0.5,
      seeds: 2,
      questions: 40,
      register: "opinion",
      temperature: 0.7,
      topP: 0.9,
      maxNewTokens: 120,
      silent: "end",
      sentences: 1,
      tuning: { epochs: 4 },
      accuracy: "f32",
      seed: 0,
      scorer: "trait classifier (taps)",
      coherenceBy: "fluency",
      rows: 100,
      criteria: { ...criteria },
    },
    vectors: [
      {
        pole: "extraversion/high",
        layer: 1,
        why: "held-out d",
        norm: 4.4,
        medianShare: 0.18,
        positions: "answers <given>",
      },
    ],
    arms,
    mixtures: {
      predictedShift: correlationsOf(predicted, shift),
      predictedScore: correlationsOf(predicted, score),
      shiftScore: correlationsOf(shift, score),
    },
    poles: own.map((moved, i) => poleOf(["extraversion/high", "openness/high", "openness/low"][i]!, moved)),
    warnings: ["A warning <of> a kind."],
  };
  return { ...found, claims: claimsOf(found) };
}
