import { join } from "node:path";
import type { OnProgress } from "../../base/progress.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { type Answer, askQuestions } from "../../measure/answers.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { Instrument, InstrumentResult } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { Respondent } from "../../measure/respondent.ts";
import { withGivenReplies } from "../../measure/shared-replies.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import type { Persona } from "../../model/persona.ts";
import type { PersonaTexts } from "../../model/persona-chat.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { Run } from "../../run/run.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { questionAbout } from "../../trait/questions.ts";
import { keepPersona, type Tuner, type TuningResult, tunePersona } from "../personas.ts";
import type { ProfileConfig } from "./config.ts";
import { deltasToBase } from "./deltas.ts";
import type { MeasuredSubject, ProfileFindings } from "./findings.ts";
import { scaleReliability, validity } from "./reliability.ts";
import { selfReportFindings } from "./self-report.ts";
import { spillOver } from "./spill-over.ts";
import { type PlannedSubject, planSubjects } from "./subjects.ts";

/** A persona folder that is measured beside those that the study makes. */
export interface GivenPersona {
  /** Its name in the findings. */
  name: string;
  persona: Persona;
  /** What it changes in the model itself: see `personaSpec`. */
  changes: Partial<ModelSpec>;
}

/** What the study needs from outside. */
export interface ProfileStudyOptions extends Tuner {
  config: ProfileConfig;
  run: Run;
  engine: Engine;
  spec: ModelSpec;
  tokenizer: Tokenizer;
  /** Facts of the model for the findings. */
  model: ProfileFindings["model"];
  seed: number;
  /** Answers to show as examples. */
  answers: Answers;
  /** Personas that are there already. */
  given: readonly GivenPersona[];
  /** What is put to every subject, in this order. */
  instruments: readonly Instrument[];
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** A subject, made and ready to be asked. */
interface Subject extends Pick<PlannedSubject, "key"> {
  texts?: PersonaTexts;
  changes?: Partial<ModelSpec>;
  tuning?: TuningResult;
}

/**
 * Makes every persona, puts every instrument to each and to the base model, and compares within the run. What is finished is kept, so a
 * call goes on where the last one stopped.
 */
export async function runProfileStudy(options: ProfileStudyOptions): Promise<ProfileFindings> {
  const { config, model, seed } = options;
  const measured: MeasuredSubject[] = [];
  for await (const subject of subjectsOf(options)) measured.push(await measureSubject(subject, options));
  const [base, ...others] = measured as [MeasuredSubject, ...MeasuredSubject[]];
  const { batch: _, ...settings } = config;
  return {
    schema: 1,
    study: "profile",
    model,
    settings: { ...settings, seed },
    subjects: measured,
    deltas: deltasToBase(base, others, { seed }),
    spillOver: spillOver(base, others, { seed }),
    selfReport: selfReportFindings(base, others, { seed }),
    reliability: scaleReliability(measured, { seed }),
    validity: validity(measured) ?? null,
  };
}

/** The subjects one by one, each made when its turn comes. */
async function* subjectsOf(options: ProfileStudyOptions): AsyncGenerator<Subject> {
  const { config, run, answers, given, model, seed, signal } = options;
  for (const { key, tuning, persona } of planSubjects(config, answers)) {
    signal?.throwIfAborted();
    if (persona) keepPersona(persona, key, { run, base: model, seed });
    yield {
      key,
      ...(persona ? { texts: persona.texts } : {}),
      ...(tuning
        ? {
            tuning: await tunePersona(tuning, options, run),
            changes: { adapter: join(run.personaFolder(tuning.id), "adapter") },
          }
        : {}),
    };
  }
  for (const { name, persona, changes } of given) {
    const { trait, pole } = persona;
    yield {
      key: { id: `given/${name}`, inducer: "given", ...(trait ? { trait: trait as SubjectTrait, pole } : {}) },
      texts: persona,
      changes,
    };
  }
}

type SubjectTrait = NonNullable<PlannedSubject["key"]["trait"]>;

async function measureSubject(subject: Subject, options: ProfileStudyOptions): Promise<MeasuredSubject> {
  const { key, tuning } = subject;
  const { config, run, seed, signal, onProgress } = options;
  const respondent = await withAnswers(respondentOf(subject, options), key.id, options);
  const results: Record<string, InstrumentResult> = {};
  for (const instrument of options.instruments) {
    signal?.throwIfAborted();
    results[instrument.name] = await instrument.measure(respondent, {
      keep: keepUnder(run, `${key.id}/${instrument.name}`),
      seed,
      batch: config.batch,
      signal,
      onProgress: (progress) => onProgress?.({ ...progress, phase: `${progress.phase}, ${key.id}` }),
    });
  }
  return { key, ...(tuning ? { tuning: withoutCurve(tuning) } : {}), results };
}

const respondentOf = ({ key, texts, changes }: Subject, { engine, spec, tokenizer }: ProfileStudyOptions): Respondent =>
  engineRespondent(key.id, { engine, tokenizer, spec: { ...spec, ...changes } }, texts ?? {});

/** The respondent with the test questions answered, once for all instruments that look at answers. */
async function withAnswers(
  respondent: Respondent,
  id: string,
  { config, run, seed, signal, onProgress }: ProfileStudyOptions,
): Promise<Respondent> {
  const how = {
    sampling: { temperature: config.temperature, topP: config.topP, topK: 0, minP: 0, repetitionPenalty: 1 },
    maxNewTokens: config.maxNewTokens,
    seed,
  };
  const asked = chooseQuestions(config.questions, seed).map(({ id: question, topic }) => ({
    id: question,
    messages: respondent.chat({ question: questionAbout(topic, config.register), topic }),
  }));
  const answers: Answer[] = await askQuestions(respondent, asked, {
    ...how,
    keep: keepUnder(run, id),
    group: "answers",
    batch: config.batch,
    signal,
    onProgress: (progress) => onProgress?.({ ...progress, phase: `${progress.phase}, ${id}` }),
  });
  return withGivenReplies(respondent, new Map(asked.map((one, i) => [one.id, answers[i]!])), how);
}

function withoutCurve({ curve: _, ...tuning }: TuningResult): Omit<TuningResult, "curve"> {
  return tuning;
}
