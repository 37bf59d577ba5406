import { badInput } from "../../base/errors.ts";
import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { f32, i64, type Session } from "../../graph/session.ts";
import { captureGraph, squareOutputs } from "../../model/capture/graph.ts";
import { captureGroups } from "../../model/capture/groups.ts";
import type { ModelConfig } from "../../model/config.ts";
import { flatFeeds } from "../../model/decoder/flat-feeds.ts";
import { loadModel, type ModelSpec } from "../../model/engine/load.ts";
import { modelSession } from "../../model/engine/sessions.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";

/** A text and the tokens of its answer at which activations count, for each set of places: indices into `response`. */
export interface MomentText {
  id: string;
  messages: readonly ChatMessage[];
  response: readonly number[];
  places: readonly (readonly number[])[];
}

export interface MomentsRequest {
  model: ModelSpec;
  taps: readonly string[];
  texts: readonly MomentText[];
  /** How many sets of places each text has. */
  sets: number;
  squares: boolean;
}

/** Sums over all texts. */
export interface Moments {
  /** Tokens in each set of places. */
  counts: number[];
  /** By tap, for each set of places: the activations' sum [width]. */
  sums: Record<string, Float64Array[]>;
  /** The same of their squares, where they were asked for. */
  squares?: Record<string, Float64Array[]>;
  /** By tap: the largest magnitude at any token, the prompt's among them [width]. */
  peaks?: Record<string, Float64Array>;
}

export const momentsTask = remoteTask<MomentsRequest, Moments, { texts: number }>(import.meta.url, "moments");

const runTokens = 1024;

/**
 * Reads texts and adds up activations: what is held does not grow with the number of texts. Emits how many texts each run has read. Throws
 * "bad-input" for a text that does not fit into the model's context.
 */
export async function moments(
  { model: spec, taps, texts, sets, squares }: MomentsRequest,
  context: TaskContext<{ texts: number }>,
): Promise<Moments> {
  const { tokenizer, template, source } = await loadModel(spec, context);
  const { config } = source;
  const { session } = await modelSession(
    spec,
    context,
    `moments ${squares} ${taps}`,
    ({ weights }, own) => captureGraph(config, weights, { taps, accuracy: spec.accuracy, ...own, squares }),
    { planMemory: false, prepackFloats: false },
  );
  const prepared = texts.map(({ id, messages, response, places }) => {
    const prompt = encodeChat(tokenizer, template(), messages, { generationPrompt: true });
    const ids = [...prompt, ...response];
    if (ids.length > config.context)
      throw badInput(
        `Text "${id}" takes ${ids.length} tokens with its chat and the model's context is ${config.context}: shorten it.`,
      );
    return { ids, places: places.map((set) => set.map((at) => prompt.length + at)) };
  });
  const total: Moments = {
    counts: Array<number>(sets).fill(0),
    sums: {},
    ...(squares && { squares: {}, peaks: {} }),
  };
  for (const group of captureGroups(prepared, config.rope, runTokens)) {
    await context.pause();
    await addRun(total, group, { config, session, taps, sets });
    context.emit({ texts: group.length });
  }
  return total;
}

interface Reader {
  config: ModelConfig;
  session: Session;
  taps: readonly string[];
  sets: number;
}

async function addRun(
  total: Moments,
  texts: readonly { ids: readonly number[]; places: readonly (readonly number[])[] }[],
  { config, session, taps, sets }: Reader,
): Promise<void> {
  const sequences = texts.map(({ ids }) => ids);
  const { tokens, members } = placesOfRun(texts, sets);
  const outputs = await session.run({
    ...flatFeeds(config, sequences),
    tokens: i64(tokens, [tokens.length]),
    averages: f32(members, [sets, tokens.length]),
  });
  const data = (name: string) => outputs[name]!.data as Float32Array;
  for (let set = 0; set < sets; set++)
    for (let i = 0; i < tokens.length; i++) total.counts[set]! += members[set * tokens.length + i]!;
  for (const tap of taps) {
    const { squares, peak } = squareOutputs(tap);
    addTo(total.sums, tap, data(tap), sets);
    if (total.squares) addTo(total.squares, tap, data(squares), sets);
    if (total.peaks) {
      total.peaks[tap] ??= new Float64Array(data(peak).length);
      for (const [i, square] of data(peak).entries())
        total.peaks[tap][i] = Math.max(total.peaks[tap][i]!, Math.sqrt(square));
    }
  }
}

/** The tokens of a run that are in any set, and for each set which of them are its members: 1 or 0, [sets, tokens]. */
function placesOfRun(
  texts: readonly { ids: readonly number[]; places: readonly (readonly number[])[] }[],
  sets: number,
): { tokens: number[]; members: Float32Array } {
  const bySet: number[][] = Array.from({ length: sets }, () => []);
  let offset = 0;
  for (const { ids, places } of texts) {
    for (const [set, at] of places.entries()) bySet[set]!.push(...at.map((token) => offset + token));
    offset += ids.length;
  }
  // A run without places still needs a token: in no set, it counts for nothing.
  const tokens = [...new Set([0, ...bySet.flat()])];
  const columns = new Map(tokens.map((token, i) => [token, i]));
  const members = new Float32Array(sets * tokens.length);
  for (const [set, own] of bySet.entries())
    for (const token of own) members[set * tokens.length + columns.get(token)!] = 1;
  return { tokens, members };
}

function addTo(sums: Record<string, Float64Array[]>, tap: string, values: Float32Array, sets: number): void {
  const width = values.length / sets;
  sums[tap] ??= Array.from({ length: sets }, () => new Float64Array(width));
  for (const [set, sum] of sums[tap].entries()) for (let i = 0; i < width; i++) sum[i]! += values[set * width + i]!;
}
