import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { type StartStates, startStates } from "../../measure/emoji/mass-tokens.ts";
import type { LoadedModel, ModelSpec } from "../../model/engine/load.ts";
import { editedSession } from "../../model/engine/sessions.ts";
import { Scorer } from "../../model/score/scorer.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { type FirstEmoji, firstEmoji } from "./first-emoji.ts";

export interface FirstRequest {
  model: ModelSpec;
  /** Chats by what is asked, the wordings in the same order in each. */
  groups: Readonly<Record<string, readonly (readonly ChatMessage[])[]>>;
  /** Length of the list that is to be told exactly. */
  top: number;
}

/** How replies to chats begin, without sampling: probabilities at temperature 1. */
export interface FirstTokens {
  groups: Record<string, GroupFirst>;
  /** Total variation distance between the first token's distributions, 0 to 1: [chats, chats], the groups one after the other. */
  distances: number[][];
}

/** The same of one group. */
export interface GroupFirst {
  /** The most probable tokens of the mean over chats, and those of each chat. */
  tokens: number[];
  /** Of these [chats, tokens]. */
  probabilities: number[][];
  /** Probability that the reply begins with an emoji by way of them [chats, tokens]. */
  emojiBy: number[][];
  /** Probability that the reply begins with an emoji, after spaces or none, by which one [chats]. */
  emoji: Record<string, number[]>;
  /** The same of all emoji, and with all that was not followed to its end [chats]. */
  mass: number[];
  upper: number[];
}

export const firstTask = remoteTask<FirstRequest, FirstTokens, never>(import.meta.url, "firstTokens");

/** Prompts are computed in groups of about this many tokens. */
const groupTokens = 2048;
/** Ways that an emoji may begin are followed down to this probability. */
const threshold = 1e-5;

/** Reads off how the reply to each chat would begin: its first token, and the emoji it would begin with. */
export async function firstTokens(
  { model: spec, groups, top }: FirstRequest,
  context: TaskContext<never>,
): Promise<FirstTokens> {
  const { model, session, editing, prefix } = await editedSession(spec, context);
  const scorer = new Scorer(model.source.config, session, spec.accuracy, editing);
  const states = await context.resources.get(`first tokens ${spec.path}`, () => statesOf(model));
  const names = Object.keys(groups);
  const prompts = names.flatMap((name) =>
    groups[name]!.map((chat) => encodeChat(model.tokenizer, model.template(), chat, { generationPrompt: true })),
  );
  const rows: Float32Array[] = [];
  const emoji: FirstEmoji[] = [];
  for (const part of inParts(prompts)) {
    await context.pause();
    const batch = await scorer.open(
      part.map((ids) => ({ ids, places: [ids.length], prompt: ids.length, prefix: prefix?.() })),
    );
    rows.push(...(await batch.after(part.map((_, text) => ({ text, place: 0, tokens: [] })))));
    const walk = firstEmoji(
      states,
      part.length,
      async (requests) => {
        await context.pause();
        const after = await batch.after(requests.map(({ position, tokens }) => ({ text: position, place: 0, tokens })));
        return requests.map(({ ids }, i) => Float64Array.from(ids, (id) => after[i]![id]!));
      },
      { threshold, signal: context.signal },
    );
    emoji.push(...(await walk));
  }
  let from = 0;
  const parted = names.map((name) => {
    const to = from + groups[name]!.length;
    const group = groupFirst(rows.slice(from, to), emoji.slice(from, to), top);
    from = to;
    return [name, group] as const;
  });
  return { groups: Object.fromEntries(parted), distances: rows.map((a) => rows.map((b) => rounded(variation(a, b)))) };
}

function groupFirst(rows: readonly Float32Array[], emoji: readonly FirstEmoji[], top: number): GroupFirst {
  const mean = Float64Array.from(rows[0]!, (_, id) => rows.reduce((sum, row) => sum + row[id]!, 0) / rows.length);
  const tokens = [...new Set([...highest(mean, top), ...rows.flatMap((row) => highest(row, top))])];
  const begun = [...new Set(emoji.flatMap(({ byEmoji }) => [...byEmoji.keys()]))].sort();
  const likely = begun.filter((sign) => emoji.some(({ byEmoji }) => (byEmoji.get(sign) ?? 0) > 0));
  return {
    tokens,
    probabilities: rows.map((row) => tokens.map((id) => rounded(row[id]!))),
    emojiBy: emoji.map(({ byToken }) => tokens.map((id) => rounded(byToken.get(id) ?? 0))),
    emoji: Object.fromEntries(
      likely.map((sign) => [sign, emoji.map(({ byEmoji }) => rounded(byEmoji.get(sign) ?? 0))]),
    ),
    mass: emoji.map(({ mass }) => mass),
    upper: emoji.map(({ upper }) => upper),
  };
}

/** Ids of the `count` largest values, the largest first; equal ones by id. */
function highest(values: ArrayLike<number>, count: number): number[] {
  return Array.from(values, (_, id) => id)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count);
}

function variation(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let id = 0; id < a.length; id++) sum += Math.abs(a[id]! - b[id]!);
  return sum / 2;
}

/** What is kept on disk needs no more digits than a float has. */
const rounded = (value: number): number => Number(value.toPrecision(7));

function statesOf({ tokenizer, source }: LoadedModel): StartStates {
  const size = Math.min(tokenizer.vocab, source.config.vocab);
  return startStates(Array.from({ length: size }, (_, id) => tokenizer.bytes(id)));
}

function inParts(prompts: readonly number[][]): number[][][] {
  const parts: number[][][] = [];
  let longest = 0;
  for (const prompt of prompts) {
    const last = parts.at(-1);
    longest = Math.max(longest, prompt.length);
    if (last && longest * (last.length + 1) <= groupTokens) last.push(prompt);
    else {
      parts.push([prompt]);
      longest = prompt.length;
    }
  }
  return parts;
}
