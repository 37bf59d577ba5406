import { join } from "node:path";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import type { SweepFindings } from "../../measure/steering-sweep/findings.ts";
import { spreadLayers } from "../../measure/steering-sweep/grid.ts";
import { sweepVectors } from "../../measure/steering-sweep/sweep.ts";
import type { SweepQuestion } from "../../measure/steering-sweep/write.ts";
import type { SeveralScorer } from "../../measure/trait-score/several.ts";
import { writeDirections } from "../../model/directions/file.ts";
import { writePersona } from "../../model/persona.ts";
import type { Run } from "../../run/run.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import type { Pole, TraitId } from "../../trait/framework.ts";
import { measureArms, planArms } from "./arms.ts";
import { assembleSteer } from "./assemble.ts";
import type { SteerConfig } from "./config.ts";
import { extractAll, type MadeVector } from "./extract.ts";
import type { SteerFindings } from "./findings.ts";
import { spaceOf } from "./space.ts";
import { alpha } from "./verdicts.ts";

/** What the study needs from outside. */
export interface SteerStudyOptions extends Omit<MeasureOptions, "keep"> {
  config: SteerConfig;
  run: Run;
  local: LocalModel;
  model: SteerFindings["model"];
  size: { layers: number; dModel: number };
  /** In the order of the configuration's. */
  traits: readonly ContrastTrait[];
  answers: Answers;
  scorer: SeveralScorer;
  /** Those of the sweep first, then those of the matrix; and why these. */
  questions: readonly SweepQuestion[];
  asked: string;
  /** Why the contrast comes from where it comes from. */
  why: string;
}

/**
 * Extracts every trait's vector, sweeps each to its best point, and then lets all vectors answer the same fresh questions at these points:
 * every vector against every trait, beside no steering, random directions and prompts. What is finished is kept in the run.
 */
export async function runSteerStudy(options: SteerStudyOptions): Promise<SteerFindings> {
  const { config, run, local, model, size, traits, answers, scorer, questions, why } = options;
  const { seed, batch, signal, onProgress } = options;
  const work: MeasureOptions = { keep: run, seed, batch, signal, onProgress };
  const reader = { name: model.name, sha256: model.sha256 };
  const made = await extractAll({ local, model: reader, size, traits, answers, scorer, config, why }, work);
  const swept = await sweptBy(made, options, { ...work, keep: keepUnder(run, "points") });
  const points = swept.vectors.map(({ best }) => best);
  await leavePersonas(made, swept, options);
  const matrix = questions.slice(config.sweep);
  const arms = await measureArms(local, planArms(made, points, matrix, config, seed), scorer, work, config);
  const space = await spaceOf(local, made, leading(swept, made), size, work);
  return {
    schema: 1,
    study: "steer",
    model,
    settings: {
      ...config,
      scorer: scorer.name,
      coherenceBy: scorer.coherenceBy,
      why,
      asked: options.asked,
      sweptLayers: swept.vectors[0]!.layers.map(({ layer }) => layer),
      alpha,
    },
    ...assembleSteer({ made, swept, arms, space, seed }),
  };
}

function sweptBy(
  made: readonly MadeVector[],
  { config, local, scorer, questions }: SteerStudyOptions,
  work: MeasureOptions,
): Promise<SweepFindings> {
  const { layers, strengths, sweep, floor, positions, temperature, topP, maxNewTokens } = config;
  return sweepVectors(
    {
      local,
      vectors: made.map(({ trait: { id, name }, directions }, i) => ({
        ...{ name: id, directions, trait: { id, name }, strengths, floor },
        scorer: scorer.one[i]!,
        layers: spreadLayers([...directions.vectors.keys()], layers),
        questions: questions.slice(0, sweep),
        // The matrix tries the points on fresh questions, all vectors together.
        fresh: [],
      })),
      positions,
      both: false,
      random: 0,
      sampling: { temperature, topP, topK: 0, minP: 0, repetitionPenalty: 1 },
      maxNewTokens,
    },
    work,
  );
}

/** The layer where most vectors work best. */
function leading({ vectors }: SweepFindings, made: readonly MadeVector[]): { layer: number; why: string } {
  const layers = vectors.flatMap(({ best }) => best?.layer ?? []);
  if (layers.length === 0)
    return { layer: made[0]!.findings.suggested, why: "where the first vector tells held-out answers apart best" };
  const times = (layer: number) => layers.filter((each) => each === layer).length;
  const layer = layers.reduce((most, each) => (times(each) > times(most) ? each : most));
  return { layer, why: `where ${times(layer)} of ${vectors.length} vectors work best` };
}

/** Every vector with its best point noted in it, and where it has one as a persona that it steers. */
async function leavePersonas(
  made: readonly MadeVector[],
  swept: SweepFindings,
  { run, model, seed, config: { positions } }: SteerStudyOptions,
): Promise<void> {
  for (const [i, { trait, directions }] of made.entries()) {
    const { best } = swept.vectors[i]!;
    const folder = run.personaFolder(trait.id);
    const about = best ? { ...directions.about, suggested: { ...best, by: "sweep" } } : directions.about;
    const vectors = "vector-1.safetensors";
    await writeDirections(join(folder, vectors), { about, vectors: directions.vectors });
    if (best === null) continue;
    const [name, pole] = (trait.pole?.split("/") ?? [trait.id]) as [TraitId | string, Pole | undefined];
    const { layer, strength } = best;
    writePersona(folder, {
      schema: 1,
      base: { name: model.name, sha256: model.sha256 },
      trait: name,
      ...(pole && { pole }),
      inducer: "steer",
      recipe: { study: "steer" },
      seed,
      steering: [{ vectors, meaning: about.meaning, kind: "add", layers: [layer], strength, positions }],
    });
  }
}
