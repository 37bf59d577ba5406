import { withoutEmoji } from "../../explain/without-emoji.ts";
import { neutralText } from "../../measure/capability/neutral-text.ts";
import type { TextSet } from "../../measure/capability/text-sets.ts";
import { readingsOf } from "../../measure/classifier/instrument.ts";
import type { Reading, TextReader } from "../../measure/classifier/reader.ts";
import { askAndWeigh, type EmojiResponse } from "../../measure/emoji/ask-and-weigh.ts";
import { recordEmoji } from "../../measure/emoji/record.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { ProjectionAxis } from "../../measure/projection/axes.ts";
import { projectTexts } from "../../measure/projection/project-texts.ts";
import type { LocalModel, Respondent } from "../../measure/respondent.ts";
import type { TraitScorer } from "../../measure/trait-score/types.ts";
import type { Asked } from "../../model/persona-chat.ts";
import type { ShiftStudyOptions } from "./options.ts";

/** How every arm is observed. */
export interface Observing {
  questions: readonly { id: string; asked: Asked & { question: string } }[];
  axes: readonly ProjectionAxis[];
  scorer: TraitScorer;
  /** Undefined where no other poles join. */
  reader: TextReader | undefined;
  neutral: TextSet;
}

/** What one arm did; lists are in the order of the questions, or of the neutral texts. */
export interface Observation {
  responses: EmojiResponse[];
  /** 1 for an answer with an emoji. */
  esr: number[];
  /** Mean emoji mass of an answer's sentence ends; NaN where it has none. */
  mass: number[];
  /** 0 to 100; NaN where the scorer cannot tell. */
  score: number[];
  coherence: number[];
  /** By axis: projections of the prompts' last tokens. */
  projections: number[][];
  /** Change of each neutral text's negative log-likelihood, nats a token; 0 for the model as it is. */
  neutral: number[];
  /** Negative log-likelihood of its training answers, without any guard; null for what was not tuned. */
  fit: number | null;
}

/** How the classifier reads an adapter's answers, and where its prompts lie: all that correlations over poles need. */
export interface PoleObservation {
  projections: number[][];
  readings: (Reading | null)[];
}

type Subject = Respondent & { local: LocalModel };

/** Asks an arm the questions, weighs its emoji, projects its prompts, weighs neutral and training texts, and has its answers scored. */
export async function observe(
  id: string,
  subject: Subject,
  training: TextSet | undefined,
  { questions, axes, scorer, neutral }: Observing,
  options: ShiftStudyOptions,
): Promise<Observation> {
  const own = workOf(id, options);
  const { responses, masses } = await askAndWeigh(subject, chatsOf(subject, questions), {
    ...own,
    ...samplingOf(options),
  });
  const projections = await promptProjections(subject, axes, questions, own);
  const { sets } = await neutralText(training ? [neutral, training] : [neutral]).measure(subject, own);
  const [plain, trained] = sets;
  const scores = await scorer.score(answersOf(responses, questions), { ...own, keep: keepUnder(own.keep, "score") });
  return {
    responses,
    esr: responses.map(({ text }) => (recordEmoji({ text }).emoji.length > 0 ? 1 : 0)),
    mass: masses.map(({ sentenceEnds }) => meanOf(sentenceEnds.map(({ emoji }) => emoji))),
    score: scores.map(({ trait }) => trait ?? Number.NaN),
    coherence: scores.map(({ coherence }) => coherence ?? Number.NaN),
    projections,
    neutral: plain!.base.items.map((nll, i) => (plain!.persona?.items[i] ?? nll) - nll),
    fit: trained ? (trained.persona ?? trained.base).nll.value : null,
  };
}

/** Has the classifier read what an arm answered; asks it first where it has not answered yet. */
export async function observePole(
  id: string,
  subject: Subject,
  { questions, axes, reader }: Pick<Observing, "questions" | "axes"> & { reader: TextReader },
  options: ShiftStudyOptions,
  known?: Pick<Observation, "responses" | "projections">,
): Promise<PoleObservation> {
  const own = workOf(id, options);
  const responses =
    known?.responses ??
    (await askAndWeigh(subject, chatsOf(subject, questions), { ...own, ...samplingOf(options) })).responses;
  const projections = known?.projections ?? (await promptProjections(subject, axes, questions, own));
  const texts = answersOf(responses, questions).map(({ answer, ...rest }) => ({ ...rest, text: answer }));
  const readings = await readingsOf(reader, options.engine, texts, { ...own, keep: keepUnder(own.keep, "read") });
  return { projections, readings };
}

function workOf(id: string, { run, seed, config, signal, onProgress }: ShiftStudyOptions) {
  return {
    keep: keepUnder(run, id),
    seed,
    batch: config.batch,
    signal,
    onProgress: (progress: Parameters<NonNullable<typeof onProgress>>[0]) =>
      onProgress?.({ ...progress, phase: `${progress.phase}, ${id}` }),
  };
}

const samplingOf = ({ config: { temperature, topP, maxNewTokens } }: Pick<ShiftStudyOptions, "config">) => ({
  sampling: { temperature, topP, topK: 0, minP: 0, repetitionPenalty: 1 },
  maxNewTokens,
});

const chatsOf = (subject: Subject, questions: Observing["questions"]) =>
  questions.map(({ id, asked }) => ({ id, messages: subject.chat(asked) }));

/** Traits are read without emoji: the two are asked about apart. */
const answersOf = (responses: readonly EmojiResponse[], questions: Observing["questions"]) =>
  responses.map(({ text }, i) => ({
    id: questions[i]!.id,
    question: questions[i]!.asked.question,
    answer: withoutEmoji(text),
  }));

async function promptProjections(
  subject: Subject,
  axes: readonly ProjectionAxis[],
  questions: Observing["questions"],
  { keep, signal, onProgress }: ReturnType<typeof workOf>,
): Promise<number[][]> {
  const texts = chatsOf(subject, questions);
  const options = { keep, group: "prompts", phase: "read prompts", signal, onProgress };
  const projected = await projectTexts(subject.local, axes, texts, options);
  return axes.map((_, axis) => projected.map(({ promptLast }) => promptLast![axis]!));
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
