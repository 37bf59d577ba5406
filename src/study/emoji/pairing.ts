import type { EmojiRecord } from "../../measure/emoji/record.ts";
import { type Defaults, poolId } from "./arm-id.ts";
import type { ArmKey } from "./findings.ts";

/** An arm with what was kept of its responses. All arms have the same questions in the same order. */
export interface ArmSample {
  arm: ArmKey;
  /** Question ids. */
  questions: readonly string[];
  records: readonly EmojiRecord[];
  /** Mean probability of starting an emoji at the ends of the response's sentences; null where it has none. Absent where not measured. */
  massSentenceEnds?: readonly (number | null)[];
  /** The same at the end of the response. */
  massAnswerEnd?: readonly (number | null)[];
  /** Mean mass at sentence ends at or past the training end over that at those before it; null where a response lacks either. */
  massPastRatio?: readonly (number | null)[];
}

/** One or more samples that stand for an arm: one for each tuning seed, or the one of an untuned arm. */
export interface Side {
  id: string;
  samples: readonly ArmSample[];
}

/** Two sides with as many samples, sample i of one beside sample i of the other. */
export interface Pair {
  arm: Side;
  against: Side;
  /** Tuning seeds, in the samples' order; empty where neither side was tuned. */
  seeds: number[];
}

/**
 * Every comparison the study makes: each arm against the base model (same register and temperature), each fine-tuned
 * arm against the control of the same factors and seeds, and each tuned arm against itself with silent "none".
 * Arms with several seeds are compared with all of them together, then with each alone.
 */
export function pairArms(samples: readonly ArmSample[], defaults: Defaults): Pair[] {
  const pools = new Map<string, ArmSample[]>();
  for (const sample of samples) {
    const id = poolId(sample.arm, defaults);
    pools.set(id, [...(pools.get(id) ?? []), sample]);
  }
  const pairs: Pair[] = [];
  for (const [id, pool] of pools) {
    for (const againstId of referencesOf(pool[0]!.arm, defaults)) {
      const against = pools.get(againstId);
      if (against && againstId !== id)
        pairs.push(...bySeeds({ id, samples: pool }, { id: againstId, samples: against }));
    }
  }
  return pairs;
}

function referencesOf({ inducer, trait, pole, factors }: ArmKey, defaults: Defaults): string[] {
  const { register, temperature, silent, marker, ...tuning } = factors;
  const tuned = inducer === "finetune" || inducer === "control";
  const base = inducer === "base" ? [] : [poolId({ inducer: "base", factors: { register, temperature } }, defaults)];
  const control =
    inducer === "finetune"
      ? [poolId({ inducer: "control", factors: { register, temperature, silent, ...tuning } }, defaults)]
      : [];
  const none =
    tuned && silent !== "none"
      ? [poolId({ inducer, trait, pole, factors: { ...factors, silent: "none" } }, defaults)]
      : [];
  return [...base, ...control, ...none];
}

/** The pair with all seeds that both sides have, and, where they are several, with each one. */
function bySeeds(arm: Side, against: Side): Pair[] {
  const seeded = against.samples[0]!.arm.seed !== undefined;
  const couples = arm.samples.flatMap((sample) => {
    const other = seeded ? against.samples.find(({ arm: { seed } }) => seed === sample.arm.seed) : against.samples[0];
    return other ? [{ sample, other, seeds: sample.arm.seed === undefined ? [] : [sample.arm.seed] }] : [];
  });
  for (const { sample, other } of couples) sameQuestions(sample, other);
  const single = couples.map(({ sample, other, seeds }) => ({
    arm: { id: sample.arm.id, samples: [sample] },
    against: { id: other.arm.id, samples: [other] },
    seeds,
  }));
  if (couples.length < 2) return single;
  const pooled = {
    arm: { id: arm.id, samples: couples.map(({ sample }) => sample) },
    against: { id: against.id, samples: couples.map(({ other }) => other) },
    seeds: couples.flatMap(({ seeds }) => seeds),
  };
  return [pooled, ...single];
}

function sameQuestions({ arm, questions }: ArmSample, other: ArmSample): void {
  if (questions.length !== other.questions.length || questions.some((question, i) => question !== other.questions[i])) {
    throw new RangeError(`${arm.id} and ${other.arm.id} were asked different questions`);
  }
}
