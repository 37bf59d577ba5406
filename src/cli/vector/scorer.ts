import { usage } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { type Judge, judgeOf } from "../../measure/judge/judge.ts";
import { coherenceRubric } from "../../measure/judge/rubric.ts";
import { judgeScales } from "../../measure/judge/scale.ts";
import { type Keep, keepUnder } from "../../measure/keep.ts";
import type { LocalModel, WorkOptions } from "../../measure/respondent.ts";
import { classifiedAs } from "../../measure/trait-score/classified.ts";
import { fluencyOf } from "../../measure/trait-score/fluency.ts";
import { judgedBy } from "../../measure/trait-score/judged.ts";
import { type ScorePart, traitScorer } from "../../measure/trait-score/part.ts";
import type { TraitScorer } from "../../measure/trait-score/types.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import { rowsIn } from "../../trait/corpus/tuning.ts";
import type { TraitPoleKey } from "../../trait/framework.ts";
import { type Answerer, openAnswerer } from "../answerer.ts";
import type { Values } from "../command.ts";
import type { Context } from "../context.ts";
import { openReader } from "../measure/classifier-reader.ts";
import type { OpenedModel } from "../open-model.ts";
import type { Servers } from "../servers.ts";
import type { scorerOptions, WhoScores } from "./options.ts";

/** Who scores, opened before anything is computed. */
export interface OpenedScorer {
  /** Who, and why, for a person. */
  reason: string;
  /** SHA-256 of whoever scores, for a manifest. */
  inputs: Record<string, string>;
  /** Whatever decides a score, as a run's settings hold it. */
  settings: { judge: string; judgeBy: string; judgeTokens: number; coherence: string };
  /** The scorer of a trait; undefined where nobody scores. */
  make(trait: ContrastTrait, work: MakeScorer): Promise<TraitScorer | undefined>;
}

/** With what a scorer is made. */
export interface MakeScorer extends WorkOptions {
  engine(): Promise<Engine>;
  /** Where fluency keeps the model's own answers. */
  keep: Keep;
  /** Longest answer that is to be scored, in tokens. */
  maxNewTokens: number;
}

interface ScorerGiven extends Values<typeof scorerOptions> {
  model: string;
  accuracy: Accuracy;
  threads: number | undefined;
}

/** The model, opened, and the trait as far as it is known before a writer has written it. */
interface ScorerFor {
  model: OpenedModel;
  pole: string | undefined;
  /** Who scores where nobody is named, in place of the usual, and why. */
  usual?: { who: WhoScores; reason: string } | undefined;
}

/**
 * Opens who scores answers: as named, else the trait classifier for a pole of the Big Five and the model itself as a judge for any other
 * trait. Throws "usage" for a classifier of another trait, and for a judge of coherence where there is none; "bad-input" as models do.
 */
export async function openScorer(
  given: ScorerGiven,
  { model, pole, usual }: ScorerFor,
  servers: Servers,
  context: Context,
): Promise<OpenedScorer> {
  const { who, reason } = given.judge
    ? { who: given.judge, reason: "asked for" }
    : (usual ?? usualScorer(given.model, pole));
  const coherence = given.coherence ?? (who.by === "judge" ? "judge" : who.by === "classifier" ? "fluency" : "none");
  if (who.by === "classifier" && pole === undefined)
    throw usage("--judge classifier knows the poles of the Big Five only: name a model as --judge, or none.");
  if (coherence === "judge" && who.by !== "judge")
    throw usage("--coherence judge needs a model as --judge: give fluency or none, or name one.");
  if (who.by === "none" && coherence === "fluency")
    throw usage("--coherence fluency goes with a score of the trait: name a --judge, or leave it out.");
  const judge = who.by === "judge" ? await openJudge(who.model, given.accuracy, servers, context) : undefined;
  const reader =
    who.by === "classifier"
      ? (await openReader({ by: "taps", folder: undefined }, model, given.threads, context)).reader
      : undefined;
  const { judgeBy, judgeTokens } = given;
  return {
    reason:
      who.by === "none"
        ? `Nobody scores the answers: ${reason}`
        : `The trait is scored by ${who.by === "judge" ? `the judge ${who.model}` : "the classifier"}, coherence by ${coherence === "none" ? "nobody" : coherence}: ${reason}`,
    inputs: {
      ...(judge && { judge: judge.inputs.model! }),
      ...(reader && { classifier: reader.sha256 }),
    },
    settings: { judge: describe(who), judgeBy: judgeBy ?? "as can be", judgeTokens, coherence },
    async make(trait, work) {
      if (who.by === "none") return undefined;
      const asked = judge && (await judgeIn(judge, judgeBy, work));
      const part = (rubric: Parameters<typeof judgedBy>[1]) =>
        judgedBy(asked!, rubric, { sha256: judge!.inputs.model!, judgeTokens });
      const score = reader
        ? classifiedAs(trait.pole!, reader, await work.engine())
        : part({ id: trait.id, name: trait.name, ...trait.rubric });
      const second: ScorePart | undefined =
        coherence === "judge"
          ? part(coherenceRubric)
          : coherence === "fluency"
            ? await fluencyIn(model, trait, work, context)
            : undefined;
      return traitScorer(score, second);
    },
  };
}

const describe = (who: WhoScores): string => (who.by === "judge" ? who.model : who.by);

const usualScorer = (model: string, pole: string | undefined): { who: WhoScores; reason: string } =>
  pole === undefined
    ? { who: { by: "judge", model }, reason: "no judge is named, so the model itself judges" }
    : { who: { by: "classifier" }, reason: "a pole of the Big Five, which the trait classifier knows" };

async function openJudge(model: string, accuracy: Accuracy, servers: Servers, context: Context): Promise<Answerer> {
  const answerer = await openAnswerer({ model, persona: undefined, accuracy }, servers, context);
  answerer.model?.template();
  return answerer;
}

const judgeIn = async (
  judge: Answerer,
  judgeBy: ScorerGiven["judgeBy"],
  { engine }: Pick<MakeScorer, "engine">,
): Promise<Judge> => judgeOf(await judge.respondent(engine, judgeBy !== "sampled"), judgeScales["0-100"], judgeBy);

async function fluencyIn(
  { source, spec, tokenizer, companion, answers }: OpenedModel,
  { questions, pole }: ContrastTrait,
  { engine, keep, maxNewTokens, ...work }: MakeScorer,
  { signal }: Pick<Context, "signal">,
): Promise<ScorePart> {
  const local: LocalModel = { engine: await engine(), spec, tokenizer };
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  return fluencyOf(
    {
      respondent: { ...engineRespondent(source.name, local), local },
      sha256,
      questions: questions.extract,
      temperature: 1,
      maxNewTokens,
      ...(companion && pole && { given: givenRows(answers, pole) }),
    },
    { ...work, keep: keepUnder(keep, "fluency") },
  );
}

/** Answers that show a pole, which fluency is measured against where a model brings them along. */
const givenRows = (answers: OpenedModel["answers"], pole: TraitPoleKey) =>
  rowsIn(answers, pole)
    .slice(0, 40)
    .map(({ question, answer }) => ({ question, answer }));
