import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { loadModel, type ModelSpec } from "../engine/load.ts";
import { prefixedSession } from "../engine/sessions.ts";
import { encodeChat } from "../tokenizer/chat.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import { type Capture, Capturer, type Span } from "./capturer.ts";
import { captureGraph } from "./graph.ts";
import { resolveTaps } from "./tap-names.ts";

/** Tokens of one part of a text, counted from its start or, where negative, from its end, as in `Array.slice`; by default all of it. */
export interface PartSpan {
  /** The prompt with its chat template, the response, or both. */
  part: "prompt" | "response" | "all";
  start?: number;
  end?: number;
  /** What they are made into: their mean, or the last of them. */
  reduce: "mean" | "last";
}

/** A text whose activations are wanted. */
export interface CaptureText {
  id: string;
  /** A chat (or, as a string, a text) as the prompt of a generation. */
  messages: readonly ChatMessage[] | string;
  /** Tokens that follow the prompt. */
  response?: readonly number[];
  spans: readonly PartSpan[];
}

export interface CaptureRequest {
  model: ModelSpec;
  /** Names or patterns, as `resolveTaps` takes them. */
  taps: readonly string[];
  texts: readonly CaptureText[];
}

export const captureTask = remoteTask<CaptureRequest, void, Capture>(import.meta.url, "capture");

/**
 * Captures named activations of every text, emitting each text's as its run ends. Throws "bad-input" for an unknown tap
 * and for a text or span that is empty or does not fit.
 */
export async function capture(
  { model: spec, taps, texts }: CaptureRequest,
  context: TaskContext<Capture>,
): Promise<void> {
  const model = await loadModel(spec, context);
  const { config } = model.source;
  const names = resolveTaps(taps, config.layers);
  const capturer = await openCapturer(spec, context, names);
  const { tokenizer } = model;
  const spanned = texts.map(({ id, messages, response = [], spans }) => {
    const prompt =
      typeof messages === "string"
        ? tokenizer.encode(messages, { bos: true })
        : encodeChat(tokenizer, model.template(), messages, { generationPrompt: true });
    const ids = [...prompt, ...response];
    return { id, ids, prompt: prompt.length, spans: spans.map((span) => placed(span, prompt.length, ids.length)) };
  });
  for await (const one of capturer.capture(spanned, { pause: () => context.pause() })) context.emit(one);
}

/** Captures these taps, named as `resolveTaps` names them, of the model of a spec. */
export async function openCapturer(
  spec: ModelSpec,
  needs: Pick<TaskContext, "resources" | "threads" | "signal">,
  taps: readonly string[],
): Promise<Capturer> {
  const { model, session, prefix } = await prefixedSession(
    spec,
    needs,
    `capture ${taps}`,
    ({ source, weights }, own) => captureGraph(source.config, weights, { taps, accuracy: spec.accuracy, ...own }),
    { planMemory: false, prepackFloats: false, knowsResponse: true },
  );
  return new Capturer(model.source.config, session, taps, prefix);
}

/** A span of a part as a span of the text. */
function placed({ part, start = 0, end, reduce }: PartSpan, promptLength: number, length: number): Span {
  const [from, to] = part === "prompt" ? [0, promptLength] : part === "response" ? [promptLength, length] : [0, length];
  const at = (index: number) => (index < 0 ? Math.max(from, to + index) : Math.min(to, from + index));
  return { start: at(start), end: end === undefined ? to : at(end), reduce };
}
