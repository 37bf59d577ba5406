import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { Generator } from "../generate/generator.ts";
import type { Sampling } from "../generate/sampling.ts";
import type { Generation } from "../generate/types.ts";
import type { TraitScores } from "../prefix/types.ts";
import { encodeChat } from "../tokenizer/chat.ts";
import { TextStream } from "../tokenizer/text-stream.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import { endsOf, type ModelSpec } from "./load.ts";
import { editedSession } from "./sessions.ts";

/** A chat (or, as a string, a text) to continue. */
export interface Prompt {
  id: string;
  messages: readonly ChatMessage[] | string;
  /** Name of the random stream; the same in two arms means the same draws. */
  stream: string;
  /** Which variant of the model's edits answers; the first where left out. */
  variant?: string;
  /** Trait scores for the model's prefix; the spec's own where left out. */
  z?: TraitScores;
  /** The chat in which its twin answers beside it, where the variant takes values and the twin is asked otherwise. */
  twinMessages?: readonly ChatMessage[] | undefined;
}

export interface RespondRequest {
  model: ModelSpec;
  prompts: readonly Prompt[];
  sampling: Sampling;
  seed: number;
  maxNewTokens: number;
  /** Texts that end a response; they are not part of it. */
  stops: readonly string[];
  /** Sequences decoded side by side. */
  batch: number;
  /** Emit each token's text as it comes. */
  stream: boolean;
}

/** One finished response. */
export interface Response {
  text: string;
  /** Its tokens, without the one that ended it. */
  ids: number[];
  finish: Generation["finish"];
  promptTokens: number;
  /** Sum of the log-probabilities of its tokens (and of the end token) under the model at temperature 1. */
  logProb: number;
}

export type RespondEvent =
  | { type: "response"; id: string; response: Response }
  | { type: "text"; id: string; text: string };

export const respondTask = remoteTask<RespondRequest, void, RespondEvent>(import.meta.url, "respond");

/** Answers every prompt, emitting each response as it finishes. */
export async function respond(request: RespondRequest, context: TaskContext<RespondEvent>): Promise<void> {
  const { model, session, editing, prefix } = await editedSession(request.model, context);
  const { tokenizer } = model;
  const promptOf = (messages: Prompt["messages"]) =>
    typeof messages === "string"
      ? tokenizer.encode(messages, { bos: true })
      : encodeChat(tokenizer, model.template(), messages, { generationPrompt: true });
  const requests = request.prompts.map(({ id, messages, stream, variant: name, z, twinMessages }) => {
    const prompt = promptOf(messages);
    const { variant, twin } = editing?.find(name) ?? {};
    return {
      id,
      stream,
      maxNewTokens: request.maxNewTokens,
      prompt,
      variant,
      prefix: prefix?.(z),
      ...(twin === undefined
        ? {}
        : { twin: { prompt: twinMessages ? promptOf(twinMessages) : prompt, variant: twin } }),
    };
  });
  const promptTokens = new Map(requests.map(({ id, prompt }) => [id, prompt.length]));
  const texts = new Map(
    requests.map(({ id }) => [id, { stream: new TextStream(tokenizer, { stops: request.stops }), text: "" }]),
  );
  const say = (id: string, text: string) => {
    texts.get(id)!.text += text;
    if (request.stream && text !== "") context.emit({ type: "text", id, text });
  };
  const generator = new Generator(model.source.config, session, request.model.accuracy, editing);
  const generations = generator.generate(requests, {
    sampling: request.sampling,
    seed: request.seed,
    ends: endsOf(model),
    batch: request.batch,
    signal: context.signal,
    pause: () => context.pause(),
    onToken: (id, token) => {
      const { stream } = texts.get(id)!;
      say(id, stream.push(token));
      return stream.stopped;
    },
  });
  for await (const { id, ids, finish, logProbs } of generations) {
    const entry = texts.get(id)!;
    say(id, entry.stream.flush());
    texts.delete(id);
    const logProb = logProbs.reduce((sum, x) => sum + x, 0);
    const response = { text: entry.text, ids, finish, promptTokens: promptTokens.get(id)!, logProb };
    context.emit({ type: "response", id, response });
  }
}
