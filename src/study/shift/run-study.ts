import { join } from "node:path";
import { TraitlabError } from "../../base/errors.ts";
import type { OnProgress } from "../../base/progress.ts";
import { emojiDirection } from "../../explain/direction/emoji-direction.ts";
import { answerRead, questionsAsked } from "../../explain/texts.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { answerSet, type TextSet } from "../../measure/capability/text-sets.ts";
import type { TextReader } from "../../measure/classifier/reader.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { keepUnder } from "../../measure/keep.ts";
import { axesOf } from "../../measure/projection/axes.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import type { TraitScorer } from "../../measure/trait-score/types.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { Directions } from "../../model/directions/about.ts";
import { writeDirections } from "../../model/directions/file.ts";
import { randomDirections } from "../../model/directions/random.ts";
import { norm } from "../../model/directions/vectors.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import type { PersonaTexts } from "../../model/persona-chat.ts";
import { medianNorm, steersOf } from "../../model/steering/from-record.ts";
import type { Steer } from "../../model/steering/types.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { Run } from "../../run/run.ts";
import { traitPole } from "../../trait/big-five.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import { parseTrait } from "../../trait/parse.ts";
import { type Tuner, type TuningResult, tunePersona, untunedPersona } from "../personas.ts";
import { assembleShift } from "./assemble.ts";
import type { ShiftConfig } from "./config.ts";
import type { ShiftFindings } from "./findings.ts";
import { mixedRows } from "./mixture.ts";
import { type Observation, type Observing, observe, observePole, type PoleObservation } from "./observe.ts";
import {
  afterwardsOf,
  armId,
  directionFile,
  type GuardedMethod,
  guardedTunings,
  guardOf,
  type PlannedTuning,
  plainTunings,
  poleTunings,
} from "./plan.ts";
import { type Foretold, foretell } from "./predict.ts";
import { type PoleVector, poleVector } from "./vectors.ts";

/** What the study needs from outside. */
export interface ShiftStudyOptions extends Pick<Tuner, "tune"> {
  config: ShiftConfig;
  run: Run;
  engine: Engine;
  spec: ModelSpec;
  /** The model's size. */
  size: ModelConfig;
  tokenizer: Tokenizer;
  /** Facts of the model for the findings. */
  model: ShiftFindings["model"];
  /** The answers that are tuned on, and those that vectors are made of. */
  answers: Answers;
  /** The rows of a pole's answers, or the neutral ones. */
  rowsOf(arm: string): TuningRow[];
  /** The vector of the study's trait; made from answers where left out. */
  given?: Directions | undefined;
  scorer: TraitScorer;
  /** Reads all ten poles at once; needed where poles join. */
  reader?: TextReader | undefined;
  seed: number;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** An adapter, or the model without one, and what it did. */
export interface ShiftOutcome {
  /** Null for the model as it is, and asked by a prompt. */
  plan: Pick<PlannedTuning, "method" | "share" | "seed" | "dose"> | null;
  method: string;
  tuning?: TuningResult;
  observation: Observation;
}

/** An adapter as the correlations over poles have it. */
export interface PoleOutcome {
  plan: PlannedTuning;
  observation: PoleObservation;
}

/** All that the findings are made of. */
export interface ShiftOutcomes {
  vectors: readonly PoleVector[];
  foretold: Foretold;
  base: ShiftOutcome;
  arms: readonly ShiftOutcome[];
  poles: readonly PoleOutcome[];
  /** Of the model as it is, for shifts over poles. */
  basePole: PoleObservation | undefined;
  /** Why there is no guard along the emoji direction. */
  missing: string[];
}

/** Parts that observations share. */
interface Studying {
  options: ShiftStudyOptions;
  observing: Observing;
  vectors: readonly PoleVector[];
}

/**
 * Reads the training answers before any tuning, tunes on mixtures of trait-laden and neutral answers plainly and in ways that are meant to
 * keep the trait out, and measures each. What is finished is kept in the run, so a call goes on where the last one stopped.
 */
export async function runShiftStudy(options: ShiftStudyOptions): Promise<ShiftFindings> {
  const { config, answers, seed, scorer, reader } = options;
  const vectors: PoleVector[] = [];
  for (const pole of new Set([config.trait, ...config.poles])) vectors.push(await poleVector(pole, options));
  const axes = vectors.flatMap(({ pole, directions, layer }) => axesOf([{ name: pole, directions }], [layer]));
  const observing: Observing = {
    questions: questionsAsked(chooseQuestions(config.questions, seed), config.register),
    axes,
    scorer,
    reader: config.poles.length > 0 ? reader : undefined,
    neutral: answerSet(answers),
  };
  const studying: Studying = { options, observing, vectors };
  const base = subject("base", options);
  const foretold = await foretell(
    [...new Set(["neutral", config.trait, ...config.poles])],
    options.rowsOf,
    { base, axes },
    options,
  );
  const asItIs: ShiftOutcome = {
    plan: null,
    method: "base",
    observation: await observe("base", base, undefined, observing, options),
  };
  const plain = await tunedOutcomes(plainTunings(config), studying);
  const { poles, basePole } = await poleOutcomes(studying, asItIs, plain);
  const { guarded, missing } = await guardedOutcomes(studying, asItIs, plain);
  const after = await afterwards(studying, plain);
  const prompted = config.methods.includes("prompt") ? [await promptedOutcome(studying)] : [];
  return assembleShift(
    { vectors, foretold, base: asItIs, arms: [...plain, ...guarded, ...after, ...prompted], poles, basePole, missing },
    { ...options, scorer },
  );
}

const rowsFor = ({ pole, share, seed }: PlannedTuning, { rowsOf }: ShiftStudyOptions): TuningRow[] =>
  mixedRows(rowsOf(pole), rowsOf("neutral"), { share, seed });

async function tunedOutcomes(plans: readonly PlannedTuning[], studying: Studying): Promise<ShiftOutcome[]> {
  const outcomes: ShiftOutcome[] = [];
  for (const plan of plans) outcomes.push(await tunedOutcome(plan, studying));
  return outcomes;
}

async function tunedOutcome(
  plan: PlannedTuning,
  { options, observing, vectors }: Studying,
  folder?: string,
): Promise<ShiftOutcome> {
  options.signal?.throwIfAborted();
  const { method } = plan;
  const guard =
    folder === undefined
      ? undefined
      : guardOf({ ...plan, method: method as GuardedMethod }, options.config, { folder, layer: vectors[0]!.layer });
  const { tuning, adapter, rows } = await tuned(plan, options, guard);
  const own = subject(plan.id, options, { adapter });
  const observation = await observe(plan.id, own, trainingSet(rows), observing, options);
  return { plan, method, tuning, observation };
}

async function tuned(plan: PlannedTuning, options: ShiftStudyOptions, guard?: ReturnType<typeof guardOf>) {
  const { config, run, tune } = options;
  const rows = rowsFor(plan, options);
  const { silent, sentences } = config;
  const tuning = await tunePersona(
    { id: plan.id, arm: plan.pole, silent, sentences, seed: plan.seed, ...(guard && { guard }) },
    { rowsOf: () => rows, tune },
    run,
  );
  return { tuning, rows, adapter: join(run.personaFolder(plan.id), "adapter") };
}

/** Training answers that are weighed after tuning: as many as tell how well all were learned. */
const fitRows = 40;

const trainingSet = (rows: readonly TuningRow[]): TextSet => ({
  name: "training",
  label: "training answers",
  frame: "answer",
  texts: rows
    .slice(0, fitRows)
    .map(({ topic, question, answer }, i) => ({ id: `row${i}`, text: answer, topic, question })),
});

function subject(
  name: string,
  { engine, spec, tokenizer }: ShiftStudyOptions,
  changes: Partial<ModelSpec> = {},
  texts: PersonaTexts = {},
) {
  const local: LocalModel = { engine, tokenizer, spec: { ...spec, ...changes } };
  return { ...engineRespondent(name, local, texts), local };
}

/** The adapters of all poles as the classifier reads them: those of the other poles, and the plain mixtures of none and all. */
async function poleOutcomes(
  { options, observing }: Studying,
  base: ShiftOutcome,
  plain: readonly ShiftOutcome[],
): Promise<{ poles: PoleOutcome[]; basePole: PoleObservation | undefined }> {
  const { reader } = observing;
  if (reader === undefined) return { poles: [], basePole: undefined };
  const read = { ...observing, reader };
  const basePole = await observePole("base", subject("base", options), read, options, base.observation);
  const poles: PoleOutcome[] = [];
  for (const plan of plainTunings(options.config)) {
    if (plan.seed !== 0 || (plan.share !== 0 && plan.share !== 1)) continue;
    const known = plain.find((one) => one.plan!.share === plan.share && one.plan!.seed === 0)!;
    const observation = await observePole(plan.id, subject(plan.id, options), read, options, known.observation);
    poles.push({ plan, observation });
  }
  for (const plan of poleTunings(options.config)) {
    options.signal?.throwIfAborted();
    const { adapter } = await tuned(plan, options);
    const observation = await observePole(plan.id, subject(plan.id, options, { adapter }), read, options);
    poles.push({ plan, observation });
  }
  return { poles, basePole };
}

/** The same tunings under guards; that along the emoji direction needs emoji in plain answers. */
async function guardedOutcomes(
  studying: Studying,
  base: ShiftOutcome,
  plain: readonly ShiftOutcome[],
): Promise<{ guarded: ShiftOutcome[]; missing: string[] }> {
  const { options, vectors } = studying;
  const { config, run, seed } = options;
  const folder = run.personaFolder("directions");
  const { directions } = vectors[0]!;
  const { about } = directions;
  await writeDirections(directionFile(folder, "trait"), directions);
  await writeDirections(directionFile(folder, "random"), {
    about: { ...about, meaning: "nothing: a random direction", recipe: { name: "random", like: about.recipe } },
    vectors: randomDirections(directions, { seed }),
  });
  const plans = guardedTunings(config);
  const wantsEmoji = plans.some(({ method }) => method === "emoji");
  const missing = wantsEmoji ? await emojiMissing(studying, base, plain, folder) : [];
  const guarded: ShiftOutcome[] = [];
  for (const plan of plans) {
    if (plan.method === "emoji" && missing.length > 0) continue;
    guarded.push(await tunedOutcome(plan, studying, folder));
  }
  return { guarded, missing };
}

/** Leaves the emoji direction as a file; or says why there is none. */
async function emojiMissing(
  { options, observing }: Studying,
  base: ShiftOutcome,
  plain: readonly ShiftOutcome[],
  folder: string,
): Promise<string[]> {
  const { run, seed, config, signal, onProgress, model } = options;
  const largest = config.shares.at(-1)!;
  const full = plain.filter(({ plan }) => plan!.share === largest);
  const texts = [base, ...full].flatMap(({ observation, plan }) =>
    observing.questions.map(({ id, asked }, i) =>
      answerRead(plan ? "persona" : "base", `${plan ? plan.seed : "base"}/${id}`, asked, observation.responses[i]!),
    ),
  );
  const work = { keep: keepUnder(run, "emoji-direction"), seed, batch: config.batch, signal, onProgress };
  try {
    const { directions } = await emojiDirection(
      {
        reader: { id: "base", respondent: subject("base", options) },
        model: { name: model.name, sha256: model.sha256 },
        texts,
      },
      work,
    );
    await writeDirections(directionFile(folder, "emoji"), directions);
    return [];
  } catch (error) {
    if (error instanceof TraitlabError && error.code === "bad-input" && /emoji direction/.test(error.message))
      return [error.message];
    throw error;
  }
}

/** Plain adapters, steered against the vector at its layer by as much as prevention adds while tuning. */
async function afterwards({ options, observing, vectors }: Studying, plain: readonly ShiftOutcome[]) {
  const { config } = options;
  if (!config.methods.includes("afterwards")) return [];
  const outcomes: ShiftOutcome[] = [];
  for (const { share, seed, strength, dose } of afterwardsOf(config)) {
    options.signal?.throwIfAborted();
    const { tuning } = plain.find(({ plan }) => plan!.share === share && plan!.seed === seed)!;
    const id = `${armId("afterwards", share, dose)}/seed${seed}`;
    const adapter = join(options.run.personaFolder(`${armId("plain", share)}/seed${seed}`), "adapter");
    const steering = against(vectors[0]!, strength);
    const own = subject(id, options, { adapter, steering });
    const planned = {
      id,
      method: "afterwards" as const,
      pole: config.trait,
      share,
      seed,
      ...(dose !== undefined && { dose }),
    };
    const observation = await observe(id, own, trainingSet(rowsFor(planned, options)), observing, options);
    outcomes.push({ plan: planned, method: "afterwards", tuning: tuning!, observation });
  }
  return outcomes;
}

/** What `induce steer --strength -x` would make of a vector. */
function against({ directions, layer }: PoleVector, strength: number): Steer[] {
  const raw = norm(directions.vectors.get(layer)!) / medianNorm(directions, layer);
  const { meaning } = directions.about;
  return steersOf(
    {
      vectors: "trait.safetensors",
      meaning,
      kind: "add",
      layers: [layer],
      strength: -strength * raw,
      positions: "all",
    },
    directions,
  );
}

async function promptedOutcome({ options, observing }: Studying): Promise<ShiftOutcome> {
  const { trait, pole } = parseTrait(options.config.trait.replace("/", ":"));
  const { texts } = untunedPersona("prompt", traitPole(trait, pole), options.answers);
  const own = subject("prompt", options, {}, texts);
  return { plan: null, method: "prompt", observation: await observe("prompt", own, undefined, observing, options) };
}
