import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { editedSession, type ModelSpec } from "../engine/load.ts";
import { answerSpan, encodeChat } from "../tokenizer/chat.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import { Scorer } from "./scorer.ts";
import { withTwin } from "./with-twin.ts";

/** A chat and what comes after it. */
export interface AnswerToScore {
  id: string;
  messages: readonly ChatMessage[];
  /** A text, which is scored with the end of its turn, or a response's tokens as they are. */
  answer: string | readonly number[];
  /** Which variant of the model's edits reads it; the first where left out. */
  variant?: string;
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

/** Scores answers that are given, one by one, emitting each. Throws "bad-input" for one that does not fit the context. */
export async function scoreAnswers({ model: spec, answers }: ScoreRequest, context: TaskContext<Score>): Promise<void> {
  const { model, session, editing } = await editedSession(spec, context);
  const scorer = new Scorer(model.source.config, session, spec.accuracy, editing);
  for (const { id, messages, answer, variant } of answers) {
    await context.pause();
    const { ids, answerStart } =
      typeof answer === "string"
        ? answerSpan(model.tokenizer, model.template(), messages, answer)
        : after(encodeChat(model.tokenizer, model.template(), messages, { generationPrompt: true }), answer);
    const places = ids.slice(answerStart).map((_, i) => answerStart + i);
    const batch = await scorer.open(withTwin({ ids, places, prompt: answerStart }, editing?.find(variant)));
    const rows = await batch.after(places.map((_, place) => ({ text: 0, place, tokens: [] })));
    const logProbs = places.map((at, place) => Math.log(rows[place]![ids[at]!]!));
    context.emit({ id, ids: ids.slice(answerStart), logProbs });
  }
}

const after = (prompt: readonly number[], answer: readonly number[]) => ({
  ids: [...prompt, ...answer],
  answerStart: prompt.length,
});
