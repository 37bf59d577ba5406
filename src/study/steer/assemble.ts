import { drawResamples } from "../../measure/statistics/bootstrap.ts";
import { knownAnswer, meanOf, pointFigures } from "../../measure/steering-sweep/figures.ts";
import type { SweepFindings } from "../../measure/steering-sweep/findings.ts";
import { pointAt, whyNone } from "../../measure/steering-sweep/warnings.ts";
import type { SpaceFindings } from "../../measure/trait-space/findings.ts";
import type { MeasuredArm } from "./arms.ts";
import { type Column, contrastOf, correct, meanColumn, overAll } from "./contrasts.ts";
import type { MadeVector } from "./extract.ts";
import type { SteerArm, SteerCell, SteerFindings, SteerVector } from "./findings.ts";
import { verdictOf } from "./verdicts.ts";

export interface Assembled {
  made: readonly MadeVector[];
  swept: SweepFindings;
  arms: readonly MeasuredArm[];
  space: SpaceFindings | null;
  seed: number;
}

/** The findings of a finished study, but for what its caller knows of model and settings. */
export function assembleSteer({
  made,
  swept,
  arms,
  space,
  seed,
}: Assembled): Pick<SteerFindings, "vectors" | "arms" | "cells" | "space" | "notes"> {
  const traits = made.map(({ trait }) => trait);
  const column = (id: string, trait: number): Column | undefined =>
    arms.find((arm) => arm.id === id)?.answers.map((answer) => answer.traits[trait]!);
  const zeros = traits.map((_, t) => column("zero", t)!);
  const contrast = (a: Column | undefined, b: Column) => (a ? contrastOf(a, b, seed) : null);
  const cells = traits.flatMap(({ id: vector }) =>
    traits.map(
      ({ id: trait }, t): SteerCell => ({ vector, trait, change: contrast(column(`vector/${vector}`, t), zeros[t]!) }),
    ),
  );
  correct(cells.map(({ change }) => change));
  const vectors = made.map(({ trait, findings }, t): Omit<SteerVector, "verdict" | "words"> => {
    const { id, name, pole } = trait;
    const sweep = swept.vectors[t]!;
    const mine = column(`vector/${id}`, t);
    const others = traits.map(({ id: other }, o) => [other, o] as const).filter(([, o]) => o !== t);
    const randoms = arms.filter(({ kind, trait: own }) => kind === "random" && own === id);
    const end = traits.findIndex((other) => isOpposite(pole, other.pole));
    const opposite = end < 0 ? undefined : end;
    const at = findings.layers.find(({ layer }) => layer === findings.suggested)!;
    const point = sweep.best && pointAt(sweep, sweep.best);
    return {
      ...{ id, name, pole: pole ?? null },
      opposite: opposite === undefined ? null : traits[opposite]!.name,
      made: { kept: findings.pairs.kept, layer: at.layer, auc: at.auc, splitHalf: at.splitHalf },
      best: sweep.best,
      swept: point && { trait: point.trait, coherence: point.coherence },
      why: whyNone(sweep) ?? null,
      own: contrast(mine, zeros[t]!),
      overVectors:
        mine === undefined
          ? null
          : overAll(
              mine,
              others.flatMap(([other]) => {
                const rival = column(`vector/${other}`, t);
                return rival ? [[nameOf(traits, other), rival] as const] : [];
              }),
              seed,
            ),
      overTraits:
        mine === undefined
          ? null
          : overAll(
              change(mine, zeros[t]!),
              others.map(
                ([other, o]) => [nameOf(traits, other), change(column(`vector/${id}`, o)!, zeros[o]!)] as const,
              ),
              seed,
            ),
      overRandom:
        mine === undefined || randoms.length === 0
          ? null
          : contrast(mine, meanColumn(randoms.map(({ answers }) => answers.map((answer) => answer.traits[t]!)))),
      down: opposite === undefined ? null : contrast(column(`vector/${id}`, opposite), zeros[opposite]!),
      prompted: contrast(column(`prompt/${id}`, t), zeros[t]!),
    };
  });
  for (const family of ["own", "overVectors", "overTraits", "overRandom", "down", "prompted"] as const)
    correct(vectors.map((vector) => vector[family]));
  return {
    vectors: vectors.map((vector) => ({ ...vector, ...verdictOf(vector) })),
    arms: arms.map((arm) => armOf(arm, seed)),
    cells,
    space,
    notes: notesOf(vectors, arms),
  };
}

const nameOf = (traits: readonly MadeVector["trait"][], id: string): string =>
  traits.find((trait) => trait.id === id)!.name;

const change = (a: Column, b: Column): Column =>
  a.map((value, i) => {
    const other = b[i]!;
    return value === null || other === null ? null : value - other;
  });

/** Whether two poles are the ends of one trait. */
function isOpposite(pole: string | undefined, other: string | undefined): boolean {
  return pole !== undefined && other !== undefined && other !== pole && other.split("/")[0] === pole.split("/")[0];
}

function armOf({ answers, ...arm }: MeasuredArm, seed: number): SteerArm {
  const draws = drawResamples(answers.length, { seed, stream: "steer" });
  const { coherence, perplexity, esr, ended } = pointFigures(
    answers.map((answer) => knownAnswer(answer, { trait: null, coherence: answer.coherence }, answer.logProb)),
    draws,
  );
  const scores = answers[0]!.traits.map((_, t) =>
    meanOf(
      answers.map(({ traits }) => traits[t]!),
      draws,
    ),
  );
  return { ...arm, scores, coherence, perplexity, esr, ended, sample: answers[0]!.text };
}

function notesOf(
  vectors: readonly Pick<SteerVector, "best" | "down" | "name">[],
  arms: readonly MeasuredArm[],
): string[] {
  const n = arms[0]!.answers.length;
  const without = vectors.filter(({ best }) => best === null).map(({ name }) => name);
  const zero = arms[0]!.answers;
  const means = zero[0]!.traits.map((_, t) => zero.reduce((sum, { traits }) => sum + (traits[t] ?? 0), 0) / n);
  const floored = means.filter((mean) => mean < 5).length;
  return [
    ...(without.length > 0 ? [`No point of the sweep stays coherent for ${without.join(", ")}.`] : []),
    ...(2 ** -(n - 1) > 0.05 / vectors.length
      ? [`${n} questions are too few for any verdict on ${vectors.length} vectors at once: ask more.`]
      : []),
    ...(floored > 0
      ? [
          `Unsteered, ${floored} of ${means.length} traits score below 5 of 100, so that they cannot be pushed down: that an opposite does not fall says nothing there.`,
        ]
      : []),
  ];
}
