import { binomialTest } from "../../measure/statistics/binomial.ts";
import { wilson } from "../../measure/statistics/wilson.ts";
import type { Defaults } from "./arm-id.ts";
import { type Comparison, compareMasses, compareShares } from "./compare.ts";
import { type Contrast, estimated, type Measure } from "./findings.ts";
import { type ArmSample, type Pair, pairArms } from "./pairing.ts";
import { pastByChance } from "./position.ts";

/** A contrast before it is known which verdicts rest on it, and so before Holm's correction. */
export type RawContrast = Omit<Contrast, "pHolm" | "family">;

export interface ContrastOptions {
  defaults: Defaults;
  /** Where training answers end, in tokens. */
  answerEndTokens: number;
  /** Of the bootstrap and of random sign flips. */
  seed: number;
}

/** The name of a contrast. */
export const contrastId = (arm: string, against: string, measure: Measure): string =>
  `${arm} vs ${against}: ${measure}`;

/**
 * Every contrast of the study: ESR, "!" rate, emoji mass and its share past the training end for each pair of {@link pairArms},
 * and for fine-tuned arms the place of the first emoji against chance. The samples are all arms of one run.
 */
export function contrastArms(samples: readonly ArmSample[], options: ContrastOptions): RawContrast[] {
  const pairs = pairArms(samples, options.defaults);
  return [
    ...pairs.flatMap((pair) => comparePair(pair, options.seed)),
    ...placedPools(pairs).flatMap((pair) => placeOfFirst(pair, options.answerEndTokens)),
  ];
}

function comparePair(pair: Pair, seed: number): RawContrast[] {
  const { arm, against } = pair;
  const shares = (has: (record: ArmSample["records"][number]) => boolean) => {
    const yes = (samples: readonly ArmSample[]) => samples.map(({ records }) => records.map(has));
    return compareShares(yes(arm.samples), yes(against.samples), seed);
  };
  const masses = (place: "massSentenceEnds" | "massAnswerEnd" | "massPastRatio") => {
    const sides = [arm, against].map(({ samples }) =>
      samples.flatMap((sample) => [sample[place] ?? []].filter(({ length }) => length > 0)),
    );
    const [ours, theirs] = [sides[0]!, sides[1]!];
    return ours.length < arm.samples.length || theirs.length < arm.samples.length
      ? undefined
      : compareMasses(ours, theirs, seed);
  };
  return [
    ...raw(
      pair,
      "esr",
      shares(({ emoji }) => emoji.length > 0),
    ),
    ...raw(
      pair,
      "exclamationRate",
      shares(({ exclamations }) => exclamations > 0),
    ),
    ...raw(pair, "emojiMass", masses("massSentenceEnds")),
    ...raw(pair, "emojiMassAnswerEnd", masses("massAnswerEnd")),
    ...raw(pair, "emojiMassPast", masses("massPastRatio")),
  ];
}

function raw({ arm, against, seeds }: Pair, measure: Measure, comparison: Comparison | undefined): RawContrast[] {
  const estimate = comparison && estimated(comparison.estimate);
  if (!estimate) return [];
  const { values, bySeed, favours, p, method } = comparison;
  const scale = measure.startsWith("emojiMass") ? "ratio" : "difference";
  const names = { id: contrastId(arm.id, against.id, measure), arm: arm.id, against: against.id, measure };
  return [{ ...names, scale, estimate, values, seeds, bySeed, favours, p, method, paired: true }];
}

/** One entry for each fine-tuned arm, all its seeds together. */
function placedPools(pairs: readonly Pair[]): Pair[] {
  const seen = new Set<ArmSample>();
  return pairs.filter(({ arm }) => {
    const first = arm.samples[0]!;
    if (first.arm.inducer !== "finetune" || arm.samples.some((sample) => seen.has(sample))) return false;
    for (const sample of arm.samples) seen.add(sample);
    return true;
  });
}

/** The share of first emoji at or past the end of training answers, less what chance would put there. None without an emoji. */
function placeOfFirst({ arm, seeds }: Pair, answerEndTokens: number): RawContrast[] {
  const first = arm.samples.map(({ records }) => records.flatMap(({ emoji }) => emoji[0]?.past ?? []));
  const all = first.flat();
  const chance = pastByChance(
    arm.samples.flatMap(({ records }) => records),
    answerEndTokens,
  );
  if (all.length === 0 || chance === null) return [];
  const past = all.filter(Boolean).length;
  const { value, low, high, n } = wilson(past, all.length);
  return [
    {
      id: contrastId(arm.id, "chance", "firstEmojiPast"),
      arm: arm.id,
      against: "chance",
      measure: "firstEmojiPast",
      scale: "difference",
      estimate: { value: value - chance, low: low - chance, high: high - chance, n },
      values: { arm: value, against: chance },
      seeds,
      bySeed: [],
      p: binomialTest(past, all.length, chance),
      method:
        "responses with an emoji as units: Wilson interval less the share expected by chance, exact binomial test",
      paired: false,
    },
  ];
}
