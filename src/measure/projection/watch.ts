import type { Asked } from "../../model/persona-chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { type AskOptions, askQuestions } from "../answers.ts";
import type { Instrument, InstrumentResult, MeasureOptions, Score } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel, Respondent } from "../respondent.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import type { ProjectionAxis } from "./axes.ts";
import type { Neutral } from "./neutral.ts";
import { projectTexts } from "./project-texts.ts";
import type { WatchFindings } from "./watch-findings.ts";
import { type WatchedAnswer, watchSummary } from "./watch-summary.ts";

/** What is watched, and how much is told of it. */
export interface Watched {
  axes: readonly (ProjectionAxis & { meaning: string })[];
  neutral: Neutral;
  /** Says how strongly an answer shows the trait; projections are held against that. */
  scorer?: TraitScorer | undefined;
  /** How many answers are told token by token. */
  shown: number;
}

export interface WatchOptions extends Watched, Pick<AskOptions, "sampling" | "maxNewTokens"> {
  questions: readonly { id: string; asked: Asked }[];
  /** Answers to each question. */
  rollouts: number;
  /** Questions of one conversation; 1 asks each by itself. */
  turns: number;
}

export type WatchResult = WatchFindings & InstrumentResult;

/** An answer before it is projected; a text that stands alone has no chat. */
export interface AnswerToWatch {
  id: string;
  prompt: string;
  question: string;
  turn: number;
  messages: readonly ChatMessage[] | null;
  answer: string | readonly number[];
  /** For the scorer. */
  text: string;
  /** A score that is known already. */
  score?: number | null;
}

/** How far along directions a respondent is: when it is about to answer, and in what it says. */
export const projectionInstrument = (options: WatchOptions): Instrument<WatchResult> => ({
  name: "projection",
  needs: ["local"],
  async measure(respondent, how) {
    const answers = await (options.turns > 1 ? converse : ask)(respondent, options, how);
    const findings = await watchAnswers(respondent.local!, answers, options, how);
    return { ...findings, scores: scoresOf(findings) };
  },
});

/** Projects answers, has them scored, and sums up. */
export async function watchAnswers(
  local: Pick<LocalModel, "engine" | "spec">,
  answers: readonly AnswerToWatch[],
  { axes, neutral, scorer, shown }: Watched,
  { keep, ...options }: MeasureOptions,
): Promise<WatchFindings> {
  const perToken = firstOfPrompts(answers, shown).map(({ id }) => id);
  const texts = answers.map(({ id, messages, answer }) => ({ id, messages, answer }));
  const where = { keep, group: "projections", phase: "project answers", perToken };
  const projections = await projectTexts(local, axes, texts, { ...where, ...options });
  const scores = await scorer?.score(
    answers.map(({ id, question, text }) => ({ id, question, answer: text })),
    { ...options, keep: keepUnder(keep, "scores") },
  );
  const watched = answers.map(
    ({ id, prompt, question, turn, score = null }, i): WatchedAnswer => ({
      ...{ id, prompt, question, turn },
      projection: projections[i]!,
      score: scores ? scores[i]!.trait : score,
    }),
  );
  const scoredBy = scorer?.name ?? (answers.some(({ score }) => score !== undefined) ? "the file's scores" : undefined);
  return watchSummary(watched, { axes, neutral, scoredBy, seed: options.seed });
}

/** So many answers, first those to prompts that none of the others answers. */
function firstOfPrompts(answers: readonly AnswerToWatch[], count: number): AnswerToWatch[] {
  const isFirst = ({ prompt }: AnswerToWatch, i: number) => answers.findIndex((one) => one.prompt === prompt) === i;
  const first = answers.filter(isFirst);
  return [...first, ...answers.filter((one, i) => !isFirst(one, i))].slice(0, count);
}

/** Each question by itself, as often as there are rollouts. */
async function ask(
  respondent: Respondent,
  { questions, rollouts, sampling, maxNewTokens }: WatchOptions,
  how: MeasureOptions,
): Promise<AnswerToWatch[]> {
  const asked = questions.flatMap(({ id, asked }) =>
    Array.from({ length: rollouts }, (_, r) => ({
      id: rollouts === 1 ? id : `${id}r${r}`,
      prompt: id,
      question: asked.question,
      messages: respondent.chat(asked),
    })),
  );
  const replies = await askQuestions(respondent, asked, { ...how, sampling, maxNewTokens });
  return asked.map((one, i) => ({ ...one, turn: 1, answer: replies[i]!.ids!, text: replies[i]!.text }));
}

/** Questions one after the other in the same chat, its history kept as `chat` keeps it: as many conversations as the questions make. */
export async function converse(
  respondent: Respondent,
  { questions, turns, sampling, maxNewTokens }: Pick<WatchOptions, "questions" | "turns" | "sampling" | "maxNewTokens">,
  how: MeasureOptions,
): Promise<AnswerToWatch[]> {
  const histories = Array.from({ length: Math.floor(questions.length / turns) }, (): ChatMessage[] => []);
  const answers: AnswerToWatch[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const asked = histories.map((history, c) => {
      const question = questions[c * turns + turn]!.asked;
      return {
        id: `c${c}t${turn}`,
        question: question.question,
        messages: respondent.chat({ ...question, history: [...history] }),
      };
    });
    const group = `turn ${turn + 1}`;
    const replies = await askQuestions(respondent, asked, { ...how, sampling, maxNewTokens, group });
    for (const [c, { id, question, messages }] of asked.entries()) {
      const { text, ids } = replies[c]!;
      histories[c]!.push(messages.at(-1)!, { role: "assistant", content: text });
      answers.push({ id, prompt: id, question, turn: turn + 1, messages, answer: ids!, text });
    }
  }
  return answers;
}

const placeWords = { promptLast: "about to answer", responseMean: "in the answer" } as const;

const scoresOf = ({ levels, neutral, rows, axes }: WatchFindings): Score[] =>
  levels.map(({ axis, place, deviations }) => {
    const { mean, deviation } = neutral.axes[axis]![place];
    const column = axes.findIndex(({ id }) => id === axis);
    const items = rows.map((row) => {
      const raw = row[place]?.[column];
      return raw === undefined ? null : (raw - mean) / deviation;
    });
    return { key: `${axis}/${place}`, label: `${axis} ${placeWords[place]}`, ...deviations, items };
  });
