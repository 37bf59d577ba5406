import { z } from "zod";
import type { OnProgress } from "../../base/progress.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { type Response, respondTask } from "../../model/engine/respond-task.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import type { ItemGroup } from "../../run/items.ts";
import { massTask, type ResponseMass } from "./mass-task.ts";

/** A question as its subject is asked it. */
export interface EmojiQuestion {
  /** Names its random stream too: the same id draws the same numbers for every subject. */
  id: string;
  messages: readonly ChatMessage[];
}

export interface AskOptions {
  engine: Engine;
  /** The model, with the persona's adapter where it has one. */
  spec: ModelSpec;
  questions: readonly EmojiQuestion[];
  sampling: Sampling;
  /** Longest response in tokens. */
  maxNewTokens: number;
  seed: number;
  /** Responses decoded side by side; they do not depend on it. 16 unless given. */
  batch?: number;
  /** Keeps what is finished, and gives back what was: a run. In memory where left out. */
  keep?: { items<T>(group: string, keys: readonly string[], isItem?: (value: unknown) => boolean): ItemGroup<T> };
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** A response with what it answers. */
export interface EmojiResponse extends Response {
  messages: readonly ChatMessage[];
}

/** What is read of an item on disk: a file that a hand has changed must not pass for a result. */
const responseShape = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  text: z.string(),
  ids: z.array(z.number().int()),
  finish: z.enum(["end", "stop", "length"]),
});
const placeShape = z.object({ token: z.number(), emoji: z.number(), upper: z.number() });
const massShape = z.object({ sentenceEnds: z.array(placeShape), answerEnd: placeShape.nullable() });

/** Asks the questions, then weighs the emoji mass at the responses' sentence ends and ends; both in the order of the questions. */
export async function askAndWeigh(
  options: AskOptions,
): Promise<{ responses: EmojiResponse[]; masses: ResponseMass[] }> {
  const responses = await ask(options);
  return { responses, masses: await weigh(responses, options) };
}

async function ask(options: AskOptions): Promise<EmojiResponse[]> {
  const { engine, spec: model, questions, sampling, seed, maxNewTokens, batch = 16, signal } = options;
  const items = groupOf<EmojiResponse>("responses", responseShape, options);
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

async function weigh(responses: readonly EmojiResponse[], options: AskOptions): Promise<ResponseMass[]> {
  const { engine, spec: model, questions, signal } = options;
  const items = groupOf<ResponseMass>("mass", massShape, options);
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
  shape: z.ZodType,
  { questions, keep }: AskOptions,
): Pick<ItemGroup<T>, "missing" | "put" | "values"> {
  const keys = questions.map(({ id }) => id);
  if (keep) return keep.items<T>(group, keys, (value) => shape.safeParse(value).success);
  const values = new Map<string, T>();
  return {
    missing: keys,
    put: (key, value) => void values.set(key, value),
    values: () => keys.map((key) => values.get(key)!),
  };
}

function counter(phase: string, left: number, { questions, onProgress }: AskOptions): () => void {
  const total = questions.length;
  let done = total - left;
  const report = () => onProgress?.({ phase, done, total, unit: "answers" });
  report();
  return () => {
    done++;
    report();
  };
}
