import { badInput } from "../../base/errors.ts";
import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { type RivalTokens, rivalTokens } from "../../measure/emoji/mass-rivals.ts";
import { type StartStates, startStates } from "../../measure/emoji/mass-tokens.ts";
import { type MassRequest, startMass } from "../../measure/emoji/mass-walk.ts";
import type { LoadedModel, ModelSpec } from "../../model/engine/load.ts";
import { modelSession } from "../../model/engine/sessions.ts";
import type { ScoringText } from "../../model/score/laid-out.ts";
import { pickedGraph } from "../../model/score/picked-graph.ts";
import { type PickedBatch, pickAt, rowsAtOnce } from "../../model/score/picker.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { type CountedEmoji, countsOf } from "./counted.ts";
import { EmojiTotals } from "./emoji-totals.ts";

/** An answer as one arm reads it. */
export interface PlacesText {
  id: string;
  /** The chat that it answers. */
  messages: readonly ChatMessage[];
  ids: readonly number[];
  /** Places (so many tokens into the answer) that are looked at more closely: where sentences end. */
  close: readonly number[];
}

export interface PlacesRequest {
  model: ModelSpec;
  /** All of them, those that are `known` too: what is computed side by side decides the last bits. */
  texts: readonly PlacesText[];
  known: readonly string[];
  counted: CountedEmoji;
}

/** What could come at each place of an answer, 0 to n tokens into it: arrays [n + 1] of probabilities at temperature 1. */
export interface TextMasses {
  /** An emoji starts here, after spaces or none: all ways in which its bytes may be cut, chained. */
  emoji: number[];
  /** `emoji` and what was not followed to its end: the truth lies between. */
  upper: number[];
  /** The rivals: "!", a line break, the end of the turn. */
  exclamation: number[];
  newline: number[];
  end: number[];
  /** `emoji` summed over the places, by the emoji begun: the most probable ones. */
  byEmoji: Record<string, number>;
  /** The same by Unicode's groups, of all emoji. */
  byGroup: Record<string, number>;
}

export interface PlacesEvent {
  id: string;
  masses: TextMasses;
}

export const placesTask = remoteTask<PlacesRequest, void, PlacesEvent>(import.meta.url, "weighPlaces");

/** Texts run side by side hold about this many tokens: their keys and values are kept together. */
const groupTokens = 1024;

/** A prefix of an emoji is followed where it is at least so probable; within sentences nearly nothing is. */
const thresholds = { close: 2e-6, elsewhere: 1e-4 };

/** What is this much less probable than the emoji found already is left to the upper bound. */
const share = 1e-3;

/** Probability of starting an emoji, and of its rivals, at every place of each text. Throws "bad-input" where no token can begin an emoji that counts. */
export async function weighPlaces(
  { model: spec, texts, known, counted }: PlacesRequest,
  context: TaskContext<PlacesEvent>,
): Promise<void> {
  const { model, session } = await modelSession(spec, context, "picked", ({ source, weights }, own) =>
    pickedGraph(source.config, weights, { accuracy: spec.accuracy, ...own }),
  );
  const { config } = model.source;
  const { states, rivals } = vocabulary(model, counted);
  const done = new Set(known);
  for (const group of groupsOf(texts, model)) {
    if (group.every(({ id }) => done.has(id))) continue;
    await context.pause();
    const first = columnsOf(states, rivals);
    const batch = await pickAt(config, { session, accuracy: spec.accuracy }, group, first.ids);
    for (const event of await walked(group, batch, { ...first, states, context }))
      if (!done.has(event.id)) context.emit(event);
  }
}

interface PreparedText extends ScoringText {
  id: string;
  /** By place. */
  thresholds: number[];
}

/** Consecutive texts that run side by side; always the same ones. */
function groupsOf(texts: readonly PlacesText[], model: LoadedModel): PreparedText[][] {
  const most = rowsAtOnce(model.source.config);
  const groups: PreparedText[][] = [];
  let longest = 0;
  let rows = 0;
  for (const { id, messages, ids, close } of texts) {
    const prompt = encodeChat(model.tokenizer, model.template(), messages, { generationPrompt: true });
    const places = Array.from({ length: ids.length + 1 }, (_, token) => prompt.length + token);
    const near = new Set(close);
    const text = {
      id,
      ids: [...prompt, ...ids],
      places,
      thresholds: places.map((_, token) => (near.has(token) ? thresholds.close : thresholds.elsewhere)),
    };
    const group = groups.at(-1);
    longest = Math.max(longest, text.ids.length);
    rows += places.length;
    if (group && longest * (group.length + 1) <= groupTokens && rows <= most) group.push(text);
    else {
      groups.push([text]);
      longest = text.ids.length;
      rows = places.length;
    }
  }
  return groups;
}

/** The tokens that are weighed at every place: those that the walk asks for first, then each rival's. */
function columnsOf(states: StartStates, { exclamation, newline, ends }: RivalTokens) {
  const { yes, maybe } = states.classify(states.start);
  const sizes = [yes.length + maybe.length, exclamation.length, newline.length, ends.length];
  const marks = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
  return { ids: Int32Array.of(...yes, ...maybe, ...exclamation, ...newline, ...ends), marks };
}

async function walked(
  group: readonly PreparedText[],
  batch: PickedBatch,
  { marks, states, context }: { marks: number[]; states: StartStates; context: TaskContext<PlacesEvent> },
): Promise<PlacesEvent[]> {
  const places = group.flatMap(({ places: own }, text) => own.map((_, place) => ({ text, place })));
  const totals = group.map(() => new EmojiTotals());
  const masses = await startMass(states, places.length, (requests) => probe(requests, places, batch, context), {
    threshold: group.flatMap((text) => text.thresholds),
    share,
    signal: context.signal,
    onEmoji: (position, emoji, mass) => totals[places[position]!.text]!.add(emoji, mass),
  });
  const found = places.map(({ text, place }, i) => {
    const row = batch.first[text]![place]!;
    const rival = (k: number) => sumOf(row.subarray(marks[k], marks[k + 1]));
    const { mass, upper } = masses[i]!;
    return { text, emoji: mass, upper, exclamation: rival(0), newline: rival(1), end: rival(2) };
  });
  return group.map(({ id }, text) => {
    const own = found.filter((place) => place.text === text);
    const column = (name: "emoji" | "upper" | "exclamation" | "newline" | "end") =>
      own.map((place) => Number(place[name].toPrecision(7)));
    return {
      id,
      masses: {
        emoji: column("emoji"),
        upper: column("upper"),
        exclamation: column("exclamation"),
        newline: column("newline"),
        end: column("end"),
        ...totals[text]!.summary(),
      },
    };
  });
}

/** Answers a round of the walk: the first from what was weighed at every place, later ones by branches. */
async function probe(
  requests: readonly MassRequest[],
  places: readonly { text: number; place: number }[],
  batch: PickedBatch,
  context: TaskContext<PlacesEvent>,
): Promise<ArrayLike<number>[]> {
  const at = (position: number) => places[position]!;
  if (requests[0]!.tokens.length === 0)
    return requests.map(({ position }) => batch.first[at(position).text]![at(position).place]!);
  await context.pause();
  // Requests of one state share their ids.
  const asked = [...new Set(requests.map(({ ids }) => ids))];
  const columns = Int32Array.from(new Set(asked.flatMap((ids) => [...ids]))).sort();
  const indexOf = new Map(Array.from(columns, (id, i) => [id, i]));
  const wanted = new Map(asked.map((ids) => [ids, Array.from(ids, (id) => indexOf.get(id)!)]));
  const rows = await batch.after(
    requests.map(({ position, tokens }) => ({ ...at(position), tokens })),
    columns,
  );
  return requests.map(({ ids }, i) => Float64Array.from(wanted.get(ids)!, (column) => rows[i]![column]!));
}

const sumOf = (values: Float32Array): number => values.reduce((sum, x) => sum + x, 0);

function vocabulary({ tokenizer, source }: LoadedModel, counted: CountedEmoji) {
  // A tokenizer may know tokens that the model has no row for, and the other way round.
  const { vocab } = source.config;
  const pieces = Array.from({ length: Math.min(tokenizer.vocab, vocab) }, (_, id) => tokenizer.bytes(id));
  const states = startStates(pieces, { counts: countsOf(counted) });
  const { yes, maybe, next } = states.classify(states.start);
  if (yes.length === 0 && !maybe.some((_, i) => next[i] !== states.start))
    throw badInput(
      `No token of ${source.path} begins an emoji that counts: its vocabulary cannot spell them; count others, or leave out the filter.`,
    );
  return {
    states,
    rivals: rivalTokens(
      pieces,
      tokenizer.ends.filter((id) => id < vocab),
    ),
  };
}
