import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../base/json.ts";
import { asItIs } from "../../model/engine/as-it-is.ts";
import { personaChat } from "../../model/persona-chat.ts";
import { scoreTask } from "../../model/score/score-task.ts";
import { askQuestions, counter } from "../answers.ts";
import type { MeasureOptions } from "../instrument.ts";
import { itemsOf, type Keep } from "../keep.ts";
import type { LocalModel, Respondent, WorkOptions } from "../respondent.ts";
import type { ScorePart } from "./part.ts";

export interface FluencyRequest {
  /** The model as it is, unsteered and without a persona; it runs here. */
  respondent: Respondent & { local: LocalModel };
  /** SHA-256 of its files. */
  sha256: string;
  /** What it is asked to learn how probable its own answers are; two at least. */
  questions: readonly string[];
  temperature: number;
  maxNewTokens: number;
  /**
   * What its answers are measured against in place of its own: answers that are sound and show a trait, for a model that comes with such. Its
   * own may be so much more probable that every trait would pass for broken language.
   */
  given?: readonly { question: string; answer: string }[];
}

/**
 * Coherence without a judge: 100 min(1, exp(l - l0)), where l is the mean log-probability of an answer's tokens under the model as it is, read
 * behind the bare question, and l0 that of its own answers, or of given ones. 50 is twice their perplexity. It sees text that the model would
 * not write; it does not see loops and stock phrases, which are probable.
 */
export async function fluencyOf(
  { respondent, sha256, questions, temperature, maxNewTokens, given }: FluencyRequest,
  { keep, ...work }: MeasureOptions,
): Promise<ScorePart> {
  const { local } = respondent;
  if (given !== undefined) {
    const answers = given.map((row, i) => ({ id: `given/${i}`, ...row }));
    const logProbs = await meanLogProbs(local, answers, { ...work, keep }, "given log-probabilities");
    return fluencyAgainst(meanOf(logProbs), local, {
      name: "fluency against given answers",
      decides: { sha256, given },
    });
  }
  const asked = questions.map((question, i) => ({ id: `own/${i}`, question }));
  const chats = asked.map(({ id, question }) => ({ id, messages: personaChat({}, { question }) }));
  const sampling = { temperature, topP: 1, topK: 0, minP: 0, repetitionPenalty: 1 };
  const own = await askQuestions(respondent, chats, { ...work, keep, sampling, maxNewTokens, group: "own answers" });
  const answers = asked.map((each, i) => ({ ...each, answer: own[i]!.text }));
  const logProbs = await meanLogProbs(local, answers, { ...work, keep }, "own log-probabilities");
  return fluencyAgainst(meanOf(logProbs), local, {
    name: "fluency",
    decides: { sha256, questions, temperature, maxNewTokens },
  });
}

const fluencyAgainst = (
  usual: number,
  local: LocalModel,
  { name, decides }: { name: string; decides: object },
): ScorePart => ({
  name,
  sha256: createHash("sha256").update(canonicalJson(decides)).digest("hex"),
  async score(texts, options) {
    const found = await meanLogProbs(local, texts, options, "log-probabilities");
    return found.map((value) => (value === null ? null : 100 * Math.min(1, Math.exp(value - usual))));
  },
});

function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** By answer: mean log-probability of its tokens behind its question; null for an empty one. */
async function meanLogProbs(
  { engine, spec, tokenizer }: LocalModel,
  texts: readonly { id: string; question: string; answer: string }[],
  { keep, signal, onProgress }: Pick<WorkOptions, "signal" | "onProgress"> & { keep: Keep },
  group: string,
): Promise<(number | null)[]> {
  const keys = texts.map(({ id }) => id);
  const items = itemsOf<number | null>(keep, group, keys, z.number().nullable());
  const missing = new Set(items.missing);
  const step = counter("weigh answers", { total: keys.length, left: missing.size, onProgress });
  const put = (id: string, value: number | null) => {
    items.put(id, value);
    step();
  };
  const left = texts
    .filter(({ id }) => missing.has(id))
    .map(({ id, question, answer }) => ({
      id,
      messages: personaChat({}, { question }),
      answer: tokenizer.encode(answer),
    }));
  for (const { id } of left.filter(({ answer }) => answer.length === 0)) put(id, null);
  const full = left.filter(({ answer }) => answer.length > 0);
  if (full.length > 0)
    await engine.run(
      scoreTask,
      { model: asItIs(spec), answers: full },
      { signal, onEvent: ({ id, logProbs }) => put(id, logProbs.reduce((sum, x) => sum + x, 0) / logProbs.length) },
    );
  return items.values();
}
