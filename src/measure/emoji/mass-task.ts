import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import type { LoadedModel, ModelSpec } from "../../model/engine/load.ts";
import { editedSession } from "../../model/engine/sessions.ts";
import type { ScoringText } from "../../model/score/laid-out.ts";
import { Scorer } from "../../model/score/scorer.ts";
import { addText } from "../../model/score/with-twin.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { massPlaces } from "./mass-places.ts";
import { type RivalTokens, rivalTokens } from "./mass-rivals.ts";
import { startStates } from "./mass-tokens.ts";
import { startMass } from "./mass-walk.ts";
import { offsetsOf } from "./record.ts";

/** A response whose sentence ends are to be weighed. */
export interface MassText {
  id: string;
  messages: readonly ChatMessage[];
  /** The response's tokens. */
  ids: readonly number[];
  text: string;
  /** Whether it ended by itself. */
  complete: boolean;
  /** Which variant of the model's edits reads it; the first where left out. */
  variant?: string;
  /** The chat in which its twin reads it, where the variant takes values and the twin is asked otherwise. */
  twinMessages?: readonly ChatMessage[] | undefined;
}

export interface MassRequestSpec {
  model: ModelSpec;
  texts: readonly MassText[];
}

/** What could come at one place, in probabilities at temperature 1. */
export interface PlaceMass {
  /** Tokens of the response before the place. */
  token: number;
  /** An emoji starts here, after spaces or none; `upper` adds all that was not followed to its end. */
  emoji: number;
  upper: number;
  /** The rivals: "!", a line break, the end of the turn. */
  exclamation: number;
  newline: number;
  end: number;
}

/** The masses of one response. */
export interface ResponseMass {
  sentenceEnds: PlaceMass[];
  answerEnd: PlaceMass | null;
}

export interface MassEvent {
  id: string;
  mass: ResponseMass;
}

export const massTask = remoteTask<MassRequestSpec, void, MassEvent>(import.meta.url, "weighEmoji");

/** Texts are scored in groups of about this many tokens: their keys and values are held together. */
const groupTokens = 2048;

/** Probability of starting an emoji at the sentence ends and at the end of each response. */
export async function weighEmoji(
  { model: spec, texts }: MassRequestSpec,
  context: TaskContext<MassEvent>,
): Promise<void> {
  const { model, session, editing, prefix } = await editedSession(spec, context);
  const { states, rivals } = await context.resources.get(`emoji starts ${spec.path}`, () => vocabulary(model));
  const scorer = new Scorer(model.source.config, session, spec.accuracy, editing);
  const promptOf = (messages: readonly ChatMessage[]) =>
    encodeChat(model.tokenizer, model.template(), messages, { generationPrompt: true });
  const prepared = texts.map((text) => {
    const prompt = promptOf(text.messages);
    const twinPrompt = text.twinMessages && promptOf(text.twinMessages);
    const offsets = offsetsOf(text.ids, model.tokenizer);
    const { sentenceEnds, answerEnd } = massPlaces(text.text, offsets, text.complete);
    const tokens = [...new Set([...sentenceEnds, ...(answerEnd === undefined ? [] : [answerEnd])])].sort(
      (a, b) => a - b,
    );
    return { text, prompt, twinPrompt, tokens, sentenceEnds, answerEnd, ids: [...prompt, ...text.ids] };
  });
  for (const group of grouped(prepared)) {
    await context.pause();
    const opened: ScoringText[] = [];
    const rowOf = group.map(({ ids, prompt, twinPrompt, tokens, text }) => {
      const places = tokens.map((token) => prompt.length + token);
      const opening = { ids, places, prompt: prompt.length, prefix: prefix?.() };
      return addText(opened, opening, { ...editing?.find(text.variant), twinPrompt });
    });
    const batch = await scorer.open(opened);
    const places = group.flatMap(({ tokens }, text) => tokens.map((_, place) => ({ text: rowOf[text]!, place })));
    const masses = await startMass(
      states,
      places.length,
      async (requests) => {
        await context.pause();
        const rows = await batch.after(requests.map(({ position, tokens }) => ({ ...places[position]!, tokens })));
        return requests.map(({ ids }, i) => Float64Array.from(ids, (id) => rows[i]![id]!));
      },
      { signal: context.signal },
    );
    const first = await batch.after(places.map((place) => ({ ...place, tokens: [] })));
    for (const [text, { text: own, tokens, sentenceEnds, answerEnd }] of group.entries()) {
      const at = (token: number): PlaceMass => {
        const k = places.findIndex((p) => p.text === rowOf[text] && tokens[p.place] === token);
        const { mass, upper } = masses[k]!;
        return { token, emoji: mass, upper, ...rivalMass(first[k]!, rivals) };
      };
      const mass = { sentenceEnds: sentenceEnds.map(at), answerEnd: answerEnd === undefined ? null : at(answerEnd) };
      context.emit({ id: own.id, mass });
    }
  }
}

function vocabulary({ tokenizer, source }: LoadedModel) {
  // A tokenizer may know tokens that the model has no row for, and the other way round.
  const { vocab } = source.config;
  const pieces = Array.from({ length: Math.min(tokenizer.vocab, vocab) }, (_, id) => tokenizer.bytes(id));
  return {
    states: startStates(pieces),
    rivals: rivalTokens(
      pieces,
      tokenizer.ends.filter((id) => id < vocab),
    ),
  };
}

function rivalMass(row: Float32Array, rivals: RivalTokens) {
  const sum = (ids: Int32Array) => ids.reduce((total, id) => total + row[id]!, 0);
  return { exclamation: sum(rivals.exclamation), newline: sum(rivals.newline), end: sum(rivals.ends) };
}

function grouped<T extends { ids: readonly number[]; tokens: readonly number[] }>(texts: readonly T[]): T[][] {
  const groups: T[][] = [];
  let longest = 0;
  for (const text of texts) {
    const last = groups.at(-1);
    longest = Math.max(longest, text.ids.length);
    if (last && longest * (last.length + 1) <= groupTokens) last.push(text);
    else {
      groups.push([text]);
      longest = text.ids.length;
    }
  }
  return groups;
}
