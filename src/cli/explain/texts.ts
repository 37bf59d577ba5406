import type { ExplainedArm } from "../../explain/arm.ts";
import {
  answerRead,
  corpusRead,
  questionsAsked,
  type ReadText,
  trainingEnd,
  type Writer,
} from "../../explain/texts.ts";
import { askQuestions } from "../../measure/answers.ts";
import type { Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import type { Persona } from "../../model/persona.ts";
import type { CorpusArm } from "../../trait/corpus/arms.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import { samplingFrom } from "../measure/options.ts";
import { rowsOfArm } from "../tuning-rows.ts";
import type { EngineArms, Explained } from "./arms.ts";
import type { TextSettings } from "./options.ts";

/** What every arm is made to read. */
export interface TextsToRead {
  /** The base model's answers, the persona's where there is one, and training answers, as many of each as there are questions. */
  texts: ReadText[];
  /** Where training answers end, in tokens. */
  trainingEnd: number;
}

/** The answers to be read: those of base and persona are asked for, and kept in the run's groups "texts/base" and "texts/persona". */
export async function textsToRead(
  explained: Explained,
  arms: EngineArms,
  settings: TextSettings,
  options: WorkOptions & { keep: Keep },
): Promise<TextsToRead> {
  const { tokenizer } = explained.model;
  const rows = trainingRows(explained, settings);
  const base = await answersOf("base", arms.base, settings, options);
  const persona = arms.persona ? await answersOf("persona", arms.persona, settings, options) : [];
  const corpus = corpusRead(rows.slice(0, settings.questions), settings.register, tokenizer);
  return { texts: [...base, ...persona, ...corpus], trainingEnd: trainingEnd(rows, tokenizer) };
}

async function answersOf(
  writer: Writer,
  { respondent }: ExplainedArm,
  settings: TextSettings,
  options: WorkOptions & { keep: Keep },
): Promise<ReadText[]> {
  const { register, maxNewTokens } = settings;
  const questions = questionsAsked(chooseQuestions(settings.questions, options.seed), register);
  const asked = questions.map((question) => ({ ...question, messages: respondent.chat(question.asked) }));
  const sampling = samplingFrom(settings);
  const answers = await askQuestions(respondent, asked, {
    ...options,
    sampling,
    maxNewTokens,
    group: `texts/${writer}`,
    onProgress: (progress) => options.onProgress?.({ ...progress, phase: `${writer} answers` }),
  });
  return answers.map(({ ids = [], text, finish }, i) =>
    answerRead(writer, asked[i]!.id, asked[i]!.asked, { ids, text, finish }),
  );
}

/** The answers that the persona was tuned on, or would be: of its trait, or the neutral ones where it has none. */
const trainingRows = ({ model, subjects }: Explained, settings: TextSettings): TuningRow[] =>
  rowsOfArm(corpusArm(subjects.get("persona")?.persona), model.answers, settings);

/** The answers of a persona's trait, or the neutral ones where it has none. */
export const corpusArm = (persona: Persona | undefined): CorpusArm =>
  persona?.trait === undefined ? "neutral" : (`${persona.trait}/${persona.pole ?? "high"}` as CorpusArm);
