import { directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import { claimsOf } from "./claims.ts";
import { correlationsOf } from "./correlations.ts";
import { criteria } from "./criteria.ts";
import type { ShiftArm, ShiftFindings } from "./findings.ts";
import { lastEpoch, lossDifference } from "./loss.ts";
import { ladenPlaces } from "./mixture.ts";
import type { ShiftStudyOptions } from "./options.ts";
import type { ShiftOutcome, ShiftOutcomes } from "./outcomes.ts";
import { armId, controlOf, isDosed } from "./plan.ts";
import { polesOf } from "./poles.ts";
import { meanDifference } from "./predict.ts";
import {
  type Draws,
  differences,
  drawsOf,
  estimateOf,
  figuresOf,
  goneOf,
  type Series,
  seriesOf,
  shiftBy,
} from "./series.ts";

type About = Pick<ShiftStudyOptions, "config" | "model" | "seed" | "scorer" | "rowsOf">;

/** An arm: its outcomes, one a seed, and their series. */
interface Arm {
  id: string;
  outcomes: readonly ShiftOutcome[];
  series: Series;
}

/** The findings of a finished study. */
export function assembleShift(outcomes: ShiftOutcomes, about: About): ShiftFindings {
  const { config, model, seed, scorer, rowsOf } = about;
  const { base, vectors } = outcomes;
  const draws = drawsOf(base, seed);
  const arms = [base, ...outcomes.arms].reduce((groups, outcome) => {
    const id = armId(outcome.method, outcome.plan?.share ?? null, outcome.plan?.dose);
    return groups.set(id, [...(groups.get(id) ?? []), outcome]);
  }, new Map<string, ShiftOutcome[]>());
  const made = [...arms].map(([id, own]): Arm => ({ id, outcomes: own, series: seriesOf(own, base) }));
  const described = made.map((arm) => describe(arm, made, outcomes, draws, about));
  const { batch: _, ...settings } = config;
  const found: Omit<ShiftFindings, "claims"> = {
    schema: 1,
    study: "shift",
    model,
    settings: {
      ...settings,
      seed,
      scorer: scorer.name,
      coherenceBy: scorer.coherenceBy,
      rows: rowsOf(config.trait).length,
      criteria: { ...criteria },
    },
    vectors: vectors.map(({ pole, layer, why, directions: { about: of, vectors: own } }) => {
      const length = norm(own.get(layer)!);
      const median = of.medianNorms[directionTap(layer)];
      const medianShare = median === undefined ? null : length / median;
      return { pole, layer, why, norm: length, medianShare, positions: of.positions };
    }),
    arms: described,
    mixtures: overMixtures(described),
    poles: polesOf(outcomes, seed),
    warnings: warningsOf(outcomes, described),
  };
  return { ...found, claims: claimsOf(found) };
}

function describe(
  { id, outcomes: own, series }: Arm,
  arms: readonly Arm[],
  outcomes: ShiftOutcomes,
  draws: Draws,
  { config, seed }: About,
): ShiftArm {
  const { base } = outcomes;
  const { method, plan, tuning } = own[0]!;
  const share = plan?.share ?? null;
  const find = (wanted: string) => arms.find((arm) => arm.id === wanted);
  const plain = method === "plain" || share === null ? undefined : likeSeeds(find(armId("plain", share))!, own, base);
  const control =
    share === null || plan?.dose !== undefined ? undefined : find(armId(controlOf(method) ?? "none", share));
  const matched = control && likeSeeds(control, own, base);
  const { epochs } = config.tuning as { epochs: number };
  const guard = tuning?.guard;
  const tunings = (of: readonly ShiftOutcome[]) => of.flatMap(({ tuning: one }) => one ?? []);
  return {
    id,
    method,
    share,
    strength: strengthOf(method, plan?.dose, config),
    guard:
      guard === undefined || guard.kind === "penalise"
        ? null
        : {
            kind: guard.kind,
            layers: [...guard.layers],
            strength: guard.kind === "steer" ? guard.strength : null,
            medianShare: guard.kind === "steer" ? Math.max(...guard.shares) : null,
          },
    adapters: own.flatMap((outcome) => (outcome.plan ? [adapterOf(outcome, outcomes, draws, { epochs, seed })] : [])),
    ...figuresOf(series, draws),
    againstPlain: plain
      ? {
          ...differences(series, plain.series, draws),
          ...goneOf(series, find("base")!.series, plain.series, draws),
          // What acts after tuning does not change how tuning went.
          loss: guard ? lossDifference(tunings(own), tunings(plain.outcomes), { epochs, seed }) : null,
        }
      : null,
    overRandom: matched ? pick(differences(series, matched.series, draws)) : null,
  };
}

/** An arm with the seeds alone that another has. */
function likeSeeds({ id, outcomes }: Arm, own: readonly ShiftOutcome[], base: ShiftOutcome): Arm {
  const seeds = new Set(own.map(({ plan }) => plan!.seed));
  const alike = outcomes.filter(({ plan }) => seeds.has(plan!.seed));
  return { id, outcomes: alike, series: seriesOf(alike, base) };
}

const strengthOf = (method: string, dose: number | undefined, config: ShiftStudyOptions["config"]): number | null =>
  method === "emoji"
    ? config.emojiStrength
    : isDosed(method) || method === "random" || method === "random-increments"
      ? (dose ?? config.strength)
      : null;

const pick = ({ score, shift, mass }: ReturnType<typeof differences>) => ({ score, shift, mass });

function adapterOf(
  outcome: ShiftOutcome,
  { base, foretold, vectors }: ShiftOutcomes,
  { questions }: Draws,
  { epochs, seed }: { epochs: number; seed: number },
): ShiftArm["adapters"][number] {
  const { plan, method, tuning, observation } = outcome;
  const { share, seed: own } = plan!;
  const laden = foretold.get(vectors[0]!.pole)!;
  const places = new Set(ladenPlaces(laden.length, { share, seed: own }));
  const rows = laden.map((row, i) => (places.has(i) ? row : foretold.get("neutral")![i]!));
  const losses = tuning && lastEpoch(tuning, epochs);
  return {
    seed: own,
    predicted: method === "plain" ? meanDifference(rows, 0, seed) : null,
    shift: estimateOf(shiftBy(outcome, base), questions)!,
    score: estimateOf(observation.score, questions, [0, 100]),
    loss: losses ? losses.reduce((sum, x) => sum + x, 0) / losses.length : null,
    lossLast: tuning?.lossLast ?? null,
    fit: observation.fit,
  };
}

/** Over plain adapters: what was foretold, how far they moved, what they show. */
function overMixtures(arms: readonly ShiftArm[]): ShiftFindings["mixtures"] {
  const adapters = arms.filter(({ method }) => method === "plain").flatMap((arm) => arm.adapters);
  const predicted = adapters.map((one) => one.predicted!.value);
  const shift = adapters.map((one) => one.shift.value);
  const score = adapters.map((one) => one.score?.value ?? null);
  return {
    predictedShift: correlationsOf(predicted, shift),
    predictedScore: correlationsOf(predicted, score),
    shiftScore: correlationsOf(shift, score),
  };
}

function warningsOf({ missing }: ShiftOutcomes, arms: readonly ShiftArm[]): string[] {
  const plain = arms.filter(({ method }) => method === "plain");
  const full = plain.at(-1)!;
  return [
    ...missing.map((why) => `No guard along the emoji direction: ${why}`),
    ...(full.esr.value === 0 ? ["Plain tuning brought no emoji into the answers: there are none to prevent."] : []),
  ];
}
