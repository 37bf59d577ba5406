import { badInput } from "../../base/errors.ts";
import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { type HostTensor, i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";
import { type LoadedModel, loadModel, type ModelSpec } from "../engine/load.ts";
import { modelSession } from "../engine/sessions.ts";
import { logitsNotFinite } from "../generate/not-finite.ts";
import { encodeChat } from "../tokenizer/chat.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import { lensGraph } from "./graph.ts";
import { type LensPiece, lensRuns, type PlacedText } from "./runs.ts";
import { lensStreams } from "./streams.ts";

/** Tokens whose probabilities are added up. */
export interface TokenSet {
  /** At least one, each once. */
  ids: readonly number[];
  /** With the rank of the most probable one. */
  ranked: boolean;
}

/** A chat's answer, and where in it the lens is held. */
export interface LensText {
  id: string;
  messages: readonly ChatMessage[];
  /** The answer's tokens. */
  response: readonly number[];
  /** Tokens of the answer before each place, at least one place. */
  places: readonly number[];
}

export interface LensRequest {
  model: ModelSpec;
  /** Names or patterns of the residual stream's taps, as `lensStreams` takes them. */
  taps: readonly string[];
  sets: readonly TokenSet[];
  texts: readonly LensText[];
  /** Texts that are known already. They are given all the same: what stands in a run decides the last bits. */
  known?: readonly string[];
}

/** A text under the lens. */
export interface LensReading {
  id: string;
  /** Natural logarithms of the sets' probabilities at temperature 1 [places][streams][sets]. */
  logProbs: number[][][];
  /** Rank of each ranked set's most probable token, 1 the first [places][streams][ranked sets]. */
  ranks: number[][][];
}

export const lensTask = remoteTask<LensRequest, void, LensReading>(import.meta.url, "readLens");

/**
 * Reads chosen places of answers through the logit lens at every stream, emitting each text as its last place is done. Throws "bad-input" for
 * a tap that is no residual stream of the model, a token that it has not, and a text that is too long.
 */
export async function readLens(request: LensRequest, context: TaskContext<LensReading>): Promise<void> {
  const { model: spec, known = [] } = request;
  const model = await loadModel(spec, context);
  const { config } = model.source;
  const streams = lensStreams(request.taps, config.layers);
  const sets = sortedOut(request.sets, config.vocab);
  const texts = request.texts.map((text) => placed(text, model));
  const marks = sets.map(({ ranked }) => (ranked ? "r" : "s")).join("");
  const { session } = await modelSession(
    spec,
    context,
    `lens ${streams} ${marks}`,
    ({ weights }, own) => lensGraph(config, weights, { streams, sets, accuracy: spec.accuracy, ...own }),
    { planMemory: false, prepackFloats: false },
  );
  const ranked = sets.filter((set) => set.ranked).length;
  const isKnown = new Set(known);
  const readings = request.texts.map(({ id }): LensReading => ({ id, logProbs: [], ranks: [] }));
  for (const run of lensRuns(texts, { vocab: config.vocab, alone: stretched(config) })) {
    if (run.every(({ text }) => isKnown.has(readings[text]!.id))) continue;
    await context.pause();
    const out = await session.run({ ...lensFeeds(config, texts, run), ...setFeeds(sets) });
    const logProbs = (out.logProbs!.data as Float32Array).values();
    const ranks = ((out.ranks?.data as Float32Array | undefined) ?? new Float32Array()).values();
    for (const { text, from, to } of run) {
      const reading = readings[text]!;
      for (let place = from; place < to; place++) {
        reading.logProbs.push(streams.map(() => take(logProbs, sets.length)));
        reading.ranks.push(streams.map(() => take(ranks, ranked)));
      }
      if (reading.logProbs.flat(2).some(Number.isNaN)) throw logitsNotFinite();
      if (to === texts[text]!.places.length && !isKnown.has(reading.id)) context.emit(reading);
    }
  }
}

function lensFeeds(
  config: ModelConfig,
  texts: readonly PlacedText[],
  run: readonly LensPiece[],
): Record<string, HostTensor> {
  const rows: number[] = [];
  let offset = 0;
  for (const { text, from, to } of run) {
    for (const at of texts[text]!.places.slice(from, to)) rows.push(offset + at - 1);
    offset += texts[text]!.ids.length;
  }
  return {
    ...flatFeeds(
      config,
      run.map(({ text }) => texts[text]!.ids),
    ),
    rows: i64(rows, [rows.length]),
  };
}

const setFeeds = (sets: readonly TokenSet[]): Record<string, HostTensor> =>
  Object.fromEntries(sets.map(({ ids }, i) => [`set.${i}`, i64(ids, [ids.length])]));

const take = (from: Iterator<number>, count: number): number[] =>
  Array.from({ length: count }, () => from.next().value as number);

function placed(
  { id, messages, response, places }: LensText,
  { source, tokenizer, template }: LoadedModel,
): PlacedText {
  const prompt = encodeChat(tokenizer, template(), messages, { generationPrompt: true });
  const ids = [...prompt, ...response];
  const { context } = source.config;
  if (ids.length > context)
    throw badInput(
      `text "${id}" takes ${ids.length} tokens with its chat and the model's context is ${context}: shorten it`,
    );
  if (places.length === 0 || places.some((at) => !(at >= 0 && at <= response.length)))
    throw badInput(
      `places ${places.join(", ") || "(none)"} of text "${id}" are no places: it has ${response.length} tokens`,
    );
  return { ids, places: places.map((at) => prompt.length + at) };
}

/** The sets less what only the tokenizer knows: a token without a row has no probability. */
function sortedOut(sets: readonly TokenSet[], vocab: number): TokenSet[] {
  return sets.map(({ ids, ranked }) => {
    const bad = ids.find((id) => !(Number.isInteger(id) && id >= 0));
    if (bad !== undefined) throw badInput(`${bad} is no token: ids are 0 to ${vocab - 1}`);
    const own = ids.filter((id) => id < vocab);
    if (own.length === 0) throw badInput(`a set holds no token that the model has: its ids are 0 to ${vocab - 1}`);
    return { ids: own, ranked };
  });
}

/** Beyond its context of old, dynamic rotary scaling would give a text other angles in other company. */
const stretched =
  ({ rope: { scaling } }: ModelConfig) =>
  ({ ids }: PlacedText): boolean =>
    scaling.kind === "dynamic" && ids.length > scaling.originalContext;
