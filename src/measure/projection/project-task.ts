import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import type { LoadedModel, ModelSpec } from "../../model/engine/load.ts";
import { prefixedSession } from "../../model/engine/sessions.ts";
import { answerSpan, encodeChat } from "../../model/tokenizer/chat.ts";
import { TextStream } from "../../model/tokenizer/text-stream.ts";
import type { ChatMessage, Tokenizer } from "../../model/tokenizer/types.ts";
import type { ProjectionAxis } from "./axes.ts";
import { projectionGraph } from "./projection-graph.ts";
import { Projector } from "./projector.ts";

/** A chat and what was answered, or a text that stands alone. */
export interface TextToProject {
  id: string;
  /** The chat that is answered; null for a text by itself. */
  messages: readonly ChatMessage[] | null;
  /** A text, or a response's tokens as they are; none where only the prompt is of interest. */
  answer?: string | readonly number[];
}

export interface ProjectRequest {
  model: ModelSpec;
  axes: readonly Pick<ProjectionAxis, "layer" | "unit">[];
  texts: readonly TextToProject[];
  /** Ids of texts of which every token is wanted. */
  perToken?: readonly string[];
}

/** A text's projections onto the axes, each [axes]. */
export interface Projection {
  id: string;
  /** At the prompt's last token, before anything is answered; null without a chat. */
  promptLast: number[] | null;
  /** Mean over the answer's tokens, without the end of the turn; null where there are none. */
  responseMean: number[] | null;
  /** Tokens of the answer. */
  tokens: number;
  /** Each token of the answer, where they were asked for: its text (may be empty: half a character) and its projections. */
  each?: { text: string; values: number[] }[];
}

export const projectTask = remoteTask<ProjectRequest, void, Projection>(import.meta.url, "projectTexts");

/**
 * Projects every text onto the axes, emitting each, in runs of like lengths; its bits depend on nothing but itself. Throws "bad-input" for a text
 * that does not fit the context, and for a chat without a template.
 */
export async function projectTexts(
  { model: spec, axes, texts, perToken = [] }: ProjectRequest,
  context: TaskContext<Projection>,
): Promise<void> {
  const layers = [...new Set(axes.map(({ layer }) => layer))].sort((a, b) => a - b);
  const { model, session, prefix } = await prefixedSession(
    spec,
    context,
    `project ${layers}`,
    ({ source, weights }, own) => projectionGraph(source.config, weights, { layers, accuracy: spec.accuracy, ...own }),
    { planMemory: false, knowsResponse: true },
  );
  const projector = new Projector(model.source.config, session, axes, prefix);
  const placed = texts.map((text) => ({ id: text.id, ...place(text, model) }));
  const starts = new Map(placed.map(({ id, ids, answerStart }) => [id, { ids, answerStart }]));
  for await (const { id, rows } of projector.project(placed, () => context.pause())) {
    const { ids, answerStart } = starts.get(id)!;
    const prompt = rows.length > ids.length - answerStart ? rows[0]! : null;
    const answer = prompt === null ? rows : rows.slice(1);
    context.emit({
      id,
      promptLast: prompt,
      responseMean: meanRow(answer),
      tokens: answer.length,
      ...(perToken.includes(id) ? { each: eachToken(model.tokenizer, ids.slice(answerStart), answer) } : {}),
    });
  }
}

/** A text's tokens; its answer begins at `answerStart`, and what is projected at `start`: the prompt's last token goes with it. */
function place({ messages, answer }: TextToProject, { tokenizer, template }: LoadedModel) {
  if (messages === null) {
    const ids = typeof answer === "string" ? tokenizer.encode(answer, { bos: true }) : [...(answer ?? [])];
    // What a text begins with says nothing of it.
    const answerStart = ids[0] === tokenizer.bos && ids.length > 1 ? 1 : 0;
    return { ids, answerStart, start: answerStart, prompt: answerStart };
  }
  const { ids, answerStart } = answered(messages, answer, { tokenizer, template });
  return { ids, answerStart, start: answerStart - 1, prompt: answerStart };
}

function answered(
  messages: readonly ChatMessage[],
  answer: TextToProject["answer"],
  { tokenizer, template }: Pick<LoadedModel, "tokenizer" | "template">,
): { ids: readonly number[]; answerStart: number } {
  if (typeof answer === "string") {
    const { ids, answerStart, end } = answerSpan(tokenizer, template(), messages, answer);
    return { ids: ids.slice(0, end), answerStart };
  }
  const prompt = encodeChat(tokenizer, template(), messages, { generationPrompt: true });
  return { ids: [...prompt, ...(answer ?? [])], answerStart: prompt.length };
}

/** Mean of rows, summed in their order in doubles: it does not depend on how a run was put together. */
export function meanRow(rows: readonly (readonly number[])[]): number[] | null {
  if (rows.length === 0) return null;
  return rows[0]!.map((_, axis) => rows.reduce((sum, row) => sum + row[axis]!, 0) / rows.length);
}

function eachToken(tokenizer: Tokenizer, ids: readonly number[], rows: readonly number[][]) {
  const stream = new TextStream(tokenizer, { special: true });
  return rows.map((values, i) => {
    const text = stream.push(ids[i]!);
    return { text: i === rows.length - 1 ? text + stream.flush() : text, values };
  });
}
