import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import type { ModelSpec } from "../engine/load.ts";
import { editedSession } from "../engine/sessions.ts";
import { answerSpan, encodeChat } from "../tokenizer/chat.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import type { ScoringText } from "./laid-out.ts";
import { Scorer, targetRowsAtOnce } from "./scorer.ts";
import { addText } from "./with-twin.ts";

/** A chat and what comes after it. */
export interface AnswerToScore {
  id: string;
  messages: readonly ChatMessage[];
  /** A text, which is scored with the end of its turn, or a response's tokens as they are. */
  answer: string | readonly number[];
  /** Which variant of the model's edits reads it; the first where left out. */
  variant?: string;
  /** The chat in which its twin reads it, where the variant takes values and the twin is asked otherwise. */
  twinMessages?: readonly ChatMessage[] | undefined;
}

export interface ScoreRequest {
  model: ModelSpec;
  answers: readonly AnswerToScore[];
}

/** How probable the model finds an answer. */
export interface Score {
  id: string;
  /** The answer's tokens, and the natural logarithm of each one's probability after those before it, at temperature 1. */
  ids: number[];
  logProbs: number[];
}

export const scoreTask = remoteTask<ScoreRequest, void, Score>(import.meta.url, "scoreAnswers");

/** Tokens of a run of answers side by side, padding included. */
const runTokens = 2048;

/** Scores answers that are given, emitting each. Throws "bad-input" for one that does not fit the context. */
export async function scoreAnswers({ model: spec, answers }: ScoreRequest, context: TaskContext<Score>): Promise<void> {
  const { model, session, editing, prefix } = await editedSession(spec, context);
  const { tokenizer } = model;
  const scorer = new Scorer(model.source.config, session, spec.accuracy, editing);
  const prepared = answers.map(({ id, messages, answer, variant, twinMessages }) => {
    const { ids, answerStart } =
      typeof answer === "string"
        ? answerSpan(tokenizer, model.template(), messages, answer)
        : after(encodeChat(tokenizer, model.template(), messages, { generationPrompt: true }), answer);
    const twinPrompt =
      twinMessages && encodeChat(tokenizer, model.template(), twinMessages, { generationPrompt: true });
    return { id, ids, answerStart, ...editing?.find(variant), twinPrompt };
  });
  for (const group of runsOf(prepared)) {
    await context.pause();
    const texts: ScoringText[] = [];
    const rows = group.map(({ ids, answerStart, ...own }) => {
      const places = ids.slice(answerStart).map((_, i) => answerStart + i);
      return addText(texts, { ids, places, prompt: answerStart, prefix: prefix?.() }, own);
    });
    const logProbs = await scorer.logProbs(texts);
    for (const [i, { id, ids, answerStart }] of group.entries())
      context.emit({ id, ids: ids.slice(answerStart), logProbs: logProbs[rows[i]!]! });
  }
}

/** Consecutive answers that run side by side: what a text is given does not depend on its company. */
function runsOf<T extends { ids: readonly number[]; answerStart: number; twin?: number | undefined }>(
  answers: readonly T[],
): T[][] {
  const runs: T[][] = [];
  let [longest, texts, places] = [0, 0, 0];
  for (const answer of answers) {
    const own = answer.twin === undefined ? 1 : 2;
    const wanted = answer.ids.length - answer.answerStart;
    longest = Math.max(longest, answer.ids.length);
    const fits = longest * (texts + own) <= runTokens && places + wanted <= targetRowsAtOnce;
    if (runs.length > 0 && fits) {
      runs.at(-1)!.push(answer);
      texts += own;
      places += wanted;
    } else {
      runs.push([answer]);
      [longest, texts, places] = [answer.ids.length, own, wanted];
    }
  }
  return runs;
}

const after = (prompt: readonly number[], answer: readonly number[]) => ({
  ids: [...prompt, ...answer],
  answerStart: prompt.length,
});
