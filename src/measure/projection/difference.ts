import { createHash } from "node:crypto";
import { askQuestions } from "../answers.ts";
import type { Keep } from "../keep.ts";
import type { LocalModel, ReplyOptions, Respondent } from "../respondent.ts";
import type { ProjectionAxis } from "./axes.ts";
import type { Projection, TextToProject } from "./project-task.ts";
import { projectTexts } from "./project-texts.ts";

/** A prompt x and the answer y that would be trained on. */
export interface PairedAnswer {
  /** Unlike the others' of its list. */
  id: string;
  question: string;
  answer: string;
}

export interface DifferenceRequest {
  axes: readonly ProjectionAxis[];
  /** The base model, and how it is asked: one user message. */
  base: Respondent & { local: LocalModel };
  /** Ids of the rows that are held against the base model's own answer. */
  held: ReadonlySet<string>;
}

/** A row's projections, by axis. */
export interface RowDifference {
  /** a(x, y) . v, a the mean over the answer's tokens. */
  answer: number[];
  /** [a(x, y) - a(x, y')] . v, y' the base model's own answer; null where that was not asked for, or is empty. */
  difference: number[] | null;
  /** [a(x, y) - h(x)] . v, h at the prompt's last token. */
  proxy: number[];
}

export interface DifferenceOptions extends ReplyOptions {
  keep: Keep;
}

/**
 * Projection difference of each row (METHODS 4). A prompt that stands in several rows is answered and read once. Answers are read as text
 * behind the same prompt, the given ones and the model's own alike, so that y = y' gives 0 exactly. Throws "bad-input" as the template does.
 */
export async function projectionDifferences(
  rows: readonly PairedAnswer[],
  { axes, base, held }: DifferenceRequest,
  { keep, ...options }: DifferenceOptions,
): Promise<RowDifference[]> {
  const { signal, onProgress } = options;
  const chat = (question: string) => base.chat({ question });
  const project = (texts: readonly TextToProject[], group: string, phase: string) =>
    projectTexts(base.local, axes, texts, { keep, group, phase, signal, onProgress });
  const given = await project(
    rows.map(({ id, question, answer }) => ({ id, messages: chat(question), answer })),
    "rows",
    "read rows",
  );
  // Prompts go by their hash: one that comes again is not answered again.
  const prompts = new Map(
    rows.filter(({ id }) => held.has(id)).map(({ question }) => [promptId(question), chat(question)]),
  );
  const asked = [...prompts].map(([id, messages]) => ({ id, messages }));
  const replies = await askQuestions(base, asked, { ...options, keep, group: "own answers" });
  const answered = asked.flatMap((one, i) => {
    const answer = replies[i]!.text;
    return answer.trim() === "" ? [] : [{ ...one, answer }];
  });
  const own = await project(answered, "own answers read", "read own answers");
  const ownMeans = new Map(own.map(({ id, responseMean }) => [id, responseMean!]));
  return rows.map(({ id, question }, i) =>
    differenceOf(given[i]!, held.has(id) ? ownMeans.get(promptId(question)) : undefined),
  );
}

function differenceOf({ promptLast, responseMean }: Projection, own: readonly number[] | undefined): RowDifference {
  const answer = responseMean!;
  return {
    answer,
    difference: own === undefined ? null : answer.map((value, axis) => value - own[axis]!),
    proxy: answer.map((value, axis) => value - promptLast![axis]!),
  };
}

const promptId = (question: string): string => `x${createHash("sha256").update(question).digest("hex").slice(0, 20)}`;

/** A prompt that several rows have. */
export interface RepeatedPrompt {
  question: string;
  times: number;
}

/** Prompts of more than one row, the most frequent first. */
export function repeatedPrompts(rows: readonly Pick<PairedAnswer, "question">[]): RepeatedPrompt[] {
  const counts = new Map<string, number>();
  for (const { question } of rows) counts.set(question, (counts.get(question) ?? 0) + 1);
  return [...counts]
    .flatMap(([question, times]) => (times > 1 ? [{ question, times }] : []))
    .sort((a, b) => b.times - a.times);
}
