import type { OnProgress } from "../../base/progress.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { type Response, respondTask } from "../../model/engine/respond-task.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import type { ChatMessage, Tokenizer } from "../../model/tokenizer/types.ts";
import type { ItemGroup } from "../../run/items.ts";
import { type EmojiFigures, emojiFigures } from "./figures.ts";
import { massTask, type ResponseMass } from "./mass-task.ts";
import { recordEmoji, tokenOffsets } from "./record.ts";

/** A question as its subject is asked it. */
export interface EmojiQuestion {
  /** Names its random stream too: the same id draws the same numbers for every subject. */
  id: string;
  messages: readonly ChatMessage[];
}

export interface MeasureEmojiOptions {
  engine: Engine;
  /** The model, with the persona's adapter where it has one. */
  spec: ModelSpec;
  /** The same model's, in this process: for token counts. */
  tokenizer: Tokenizer;
  questions: readonly EmojiQuestion[];
  sampling: Sampling;
  /** Longest response in tokens. */
  maxNewTokens: number;
  seed: number;
  /** Responses decoded side by side; they do not depend on it. 16 unless given. */
  batch?: number;
  /** Keeps what is finished, and gives back what was: a run. In memory where left out. */
  keep?: { items<T>(group: string, keys: readonly string[]): ItemGroup<T> };
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** A response with what it answers. */
export interface EmojiResponse extends Response {
  messages: readonly ChatMessage[];
}

export interface EmojiMeasurement {
  /** In the order of the questions. */
  responses: EmojiResponse[];
  masses: ResponseMass[];
  figures: EmojiFigures;
}

/**
 * The emoji instrument on a model or persona: asks the questions, counts emoji and "!" in the responses, and weighs without
 * sampling how probable an emoji is at their sentence ends. The same options give the same responses, in whatever batches.
 */
export async function measureEmoji(options: MeasureEmojiOptions): Promise<EmojiMeasurement> {
  const responses = await respondAll(options);
  const masses = await weighAll(responses, options);
  const { tokenizer, seed } = options;
  const records = responses.map(({ text, ids }) =>
    recordEmoji({
      text,
      offsets: tokenOffsets(
        ids.map((id) => tokenizer.bytes(id)),
        tokenizer.dropsLeadingSpace,
      ),
    }),
  );
  const ended = responses.map(({ finish }) => finish === "end");
  return { responses, masses, figures: emojiFigures(records, { ended, masses }, { seed }) };
}

/** The emoji instrument on texts as they are, by whomever. Throws RangeError without texts. */
export const measureEmojiInTexts = (texts: readonly string[], { seed = 0 }: { seed?: number } = {}): EmojiFigures =>
  emojiFigures(
    texts.map((text) => recordEmoji({ text })),
    {},
    { seed },
  );

async function respondAll(options: MeasureEmojiOptions): Promise<EmojiResponse[]> {
  const { engine, spec: model, questions, sampling, seed, maxNewTokens, batch = 16, signal } = options;
  const items = groupOf<EmojiResponse>("responses", options);
  const missing = new Set(items.missing);
  const asked = questions.filter(({ id }) => missing.has(id));
  if (asked.length === 0) return items.values();
  const chats = new Map(asked.map(({ id, messages }) => [id, messages]));
  const step = counter("answer", asked.length, options);
  await engine.run(
    respondTask,
    {
      model,
      prompts: asked.map(({ id, messages }) => ({ id, messages, stream: `sample/${id}` })),
      sampling,
      seed,
      maxNewTokens,
      stops: [],
      batch,
      stream: false,
    },
    {
      signal,
      onEvent: (event) => {
        if (event.type !== "response") return;
        items.put(event.id, { ...event.response, messages: chats.get(event.id)! });
        step();
      },
    },
  );
  return items.values();
}

async function weighAll(responses: readonly EmojiResponse[], options: MeasureEmojiOptions): Promise<ResponseMass[]> {
  const { engine, spec: model, questions, signal } = options;
  const items = groupOf<ResponseMass>("mass", options);
  const missing = new Set(items.missing);
  const texts = questions.flatMap(({ id }, i) => {
    const { messages, ids, text, finish } = responses[i]!;
    return missing.has(id) ? [{ id, messages, ids, text, complete: finish === "end" }] : [];
  });
  if (texts.length === 0) return items.values();
  const step = counter("weigh emoji", texts.length, options);
  await engine.run(
    massTask,
    { model, texts },
    {
      signal,
      onEvent: ({ id, mass }) => {
        items.put(id, mass);
        step();
      },
    },
  );
  return items.values();
}

function groupOf<T>(
  group: string,
  { questions, keep }: MeasureEmojiOptions,
): Pick<ItemGroup<T>, "missing" | "put" | "values"> {
  const keys = questions.map(({ id }) => id);
  if (keep) return keep.items<T>(group, keys);
  const values = new Map<string, T>();
  return {
    missing: keys,
    put: (key, value) => void values.set(key, value),
    values: () => keys.map((key) => values.get(key)!),
  };
}

function counter(phase: string, left: number, { questions, onProgress }: MeasureEmojiOptions): () => void {
  const total = questions.length;
  let done = total - left;
  const report = () => onProgress?.({ phase, done, total, unit: "answers" });
  report();
  return () => {
    done++;
    report();
  };
}
