import { isDeepStrictEqual } from "node:util";
import type { GuardRecord, GuardRequest } from "../../induce/finetune/guard/guard.ts";
import type { TextSet } from "../../measure/capability/text-sets.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import type { ExplainedArm } from "../arm.ts";
import { lossCriteria } from "../loss-criteria.ts";
import { type GuardedArm, type GuardedArmsOptions, guardedArms } from "./arms.ts";
import { type GuardDirectionsRequest, guardDirections, guardRequestOf } from "./directions.ts";
import type { GuardedArmFindings, GuardedFindings } from "./findings.ts";
import { type Observation, type Observing, observe } from "./observe.ts";
import { answerOf, between, differences, drawsFor, figuresOf, seriesOf, type Target, wholeness } from "./outcome.ts";
import { guardedWarnings } from "./warnings.ts";

/** A tuned adapter, and how its tuning went. */
export interface GuardedTuning {
  /** Absolute path of the PEFT folder. */
  adapter: string;
  steps: number;
  lossFirst: number;
  lossLast: number;
  guard?: GuardRecord;
}

export interface GuardedRequest extends GuardDirectionsRequest, Omit<Observing, "training">, GuardedArmsOptions {
  target: Target;
  /** What is tuned on: how well it was learned is measured on it, without any guard. */
  rows: readonly { topic: string; question: string; answer: string }[];
  /**
   * Tunes the rows under a guard, or plainly, always in the same way but for that; asked again, as after a kill, it gives the same adapter.
   * What it is called with `undefined` may be a persona that is there already.
   */
  tune(id: string, guard: GuardRequest | undefined): Promise<GuardedTuning>;
}

/**
 * Keep the trait, lose the emoji: the same tuning plainly, steered along the emoji direction, with it taken out, with units held, and under random
 * directions of the same length. Each adapter is then measured without any guard. Throws "bad-input" where texts hold too few emoji
 * for a direction.
 */
export async function explainGuarded(request: GuardedRequest, options: MeasureOptions): Promise<GuardedFindings> {
  const { base, target, questions, rows, traitTexts, strengths, penalise, tune } = request;
  const made = await guardDirections(request, options);
  const observing = { ...request, training: trainingSet(rows) };
  const arms = guardedArms({ strengths, penalise }, { withTrait: traitTexts !== undefined });
  const observed: { arm?: GuardedArm; tuning?: GuardedTuning; observation: Observation }[] = [
    { observation: await observe({ ...base, id: "untuned" }, observing, options) },
  ];
  for (const arm of arms) {
    options.signal?.throwIfAborted();
    const tuning = await tune(arm.id, guardRequestOf(arm, made));
    const observation = await observe(tunedArm(base, arm, tuning), observing, options);
    observed.push({ arm, tuning, observation });
  }
  const draws = drawsFor(questions.length, options.seed);
  const series = observed.map(({ observation }) => seriesOf(observation, target));
  const [untuned, plain] = [series[0]!, series[1]!];
  const described = observed.map(({ arm, tuning, observation }, i): GuardedArmFindings => {
    const own = series[i]!;
    const guarded = arm !== undefined && arm.guard.kind !== "none";
    const random = arm && matchedRandom(arm, arms);
    const figures = figuresOf(observation, own, target, draws);
    return {
      id: arm?.id ?? "untuned",
      label: arm?.label ?? "the model as it is",
      guard: guarded ? aboutGuard(arm, tuning!) : null,
      tuning: tuning ? { steps: tuning.steps, lossFirst: tuning.lossFirst, lossLast: tuning.lossLast } : null,
      ...figures,
      ...(guarded ? between(own, untuned, plain, draws) : { removed: null, retained: null, gone: null, kept: null }),
      whole: guarded ? wholeness(figures) : null,
      overRandom: random === undefined ? null : differences(own, series[random + 1]!, draws),
    };
  });
  const { name, poles } = observed[0]!.observation.read.reader;
  return {
    part: "guarded",
    target: { trait: target.trait, pole: target.pole },
    questions: questions.length,
    rows: rows.length,
    reader: { name, poles },
    criteria: lossCriteria,
    direction: made.emoji,
    cosines: made.cosines,
    arms: described,
    answer: answerOf(described.filter((arm) => !isRandom(arm))),
    warnings: guardedWarnings(described, made.emoji.warnings),
  };
}

const trainingSet = (rows: GuardedRequest["rows"]): TextSet => ({
  name: "training",
  label: "training answers",
  frame: "answer",
  texts: rows.map(({ topic, question, answer }, i) => ({ id: `row${i}`, text: answer, topic, question })),
});

/** The untuned model with an adapter, asked as the untuned model is. */
function tunedArm({ respondent }: ExplainedArm, { id, label }: GuardedArm, { adapter }: GuardedTuning): ExplainedArm {
  const local = { ...respondent.local, spec: { ...respondent.local.spec, adapter } };
  return { id, respondent: { ...engineRespondent(label, local), local } };
}

/** The random arm that differs from a guarded one in nothing but what it is along; undefined for others. */
function matchedRandom({ guard }: GuardedArm, arms: readonly GuardedArm[]): number | undefined {
  if ((guard.kind !== "steer" && guard.kind !== "ablate") || guard.along === "random") return undefined;
  return arms.findIndex(({ guard: other }) => isDeepStrictEqual(other, { ...guard, along: "random" }));
}

const isRandom = ({ guard }: Pick<GuardedArmFindings, "guard">): boolean => guard?.along === "random";

function aboutGuard({ guard }: GuardedArm, { guard: record }: GuardedTuning): GuardedArmFindings["guard"] {
  if (guard.kind === "none") return null;
  return {
    kind: guard.kind,
    along: guard.kind === "penalise" ? null : guard.along,
    strength: guard.kind === "ablate" ? null : guard.strength,
    share: record?.kind === "steer" ? Math.max(...record.shares) : null,
  };
}
