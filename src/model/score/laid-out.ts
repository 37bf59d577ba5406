import { badInput } from "../../base/errors.ts";
import type { ModelConfig } from "../config.ts";
import { ropeTables } from "../decoder/rope-tables.ts";
import type { Editing } from "../edit/editing.ts";
import { textRun } from "../generate/text-run.ts";
import { prefixesOf } from "../prefix/key-values.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";

/** A text to score and the places in it whose next token is wanted. */
export interface ScoringText {
  ids: readonly number[];
  /** Each at least 1: the distribution after the first `at` tokens. */
  places: readonly number[];
  /** Which of the scorer's variants it runs as (0 where left out), and how many of its tokens are prompt, as far as edits go. */
  variant?: number;
  prompt?: number;
  /** Index of a text with the same tokens behind its prompt, whose values edits take. */
  twin?: number;
  /** What stands before it. All texts of a call have one, or none has. */
  prefix?: PrefixKeyValues;
}

/** The feeds of texts side by side, but for `rows`, and the rows of the hidden states after which their places are. Throws "bad-input" for a text longer than the context. */
export function laidOut(config: ModelConfig, texts: readonly ScoringText[], editing?: Editing) {
  const prefixes = prefixesOf(texts);
  const lead = prefixes ? 1 : 0;
  for (const { ids, places } of texts) {
    if (lead + ids.length > config.context)
      throw badInput(
        `a text of ${ids.length} tokens cannot be scored: the model's context is ${config.context} tokens${prefixes ? ", of which a prefix takes one" : ""}`,
      );
    if (places.some((at) => !(at >= 1 && at <= ids.length)))
      throw new Error(`places ${places} of a text of ${ids.length} tokens`);
  }
  const longest = Math.max(...texts.map(({ ids }) => ids.length));
  const tables = ropeTables(config.rope, Math.min(lead + longest + 16, Math.max(config.context, longest)));
  const edited = texts.map((text) => ({
    variant: text.variant ?? 0,
    prompt: text.prompt ?? 0,
    positionOf: (token: number) => token,
    twinOf: (token: number) => twinPlace(texts, text, token),
  }));
  const sequences = texts.map(({ ids }) => ids);
  const { feeds, layerRows, rowOf } = textRun(config, sequences, { tables, prefixes, editing, edited });
  const wanted = texts.flatMap(({ places }, text) => places.map((at) => rowOf(text, at - 1)));
  return { feeds, tables, wanted, layerRows };
}

/** Where the twin of a text holds the text's token; undefined for tokens of prompts that differ, but for the last. */
export function twinPlace(
  texts: readonly ScoringText[],
  { ids, twin, prompt = 0 }: ScoringText,
  token: number,
): { row: number; token: number } | undefined {
  if (twin === undefined) return undefined;
  const { ids: others, prompt: othersPrompt = 0 } = texts[twin]!;
  const at = token - prompt + othersPrompt;
  if (at < 0 || at >= others.length) return undefined;
  const same = prompt === othersPrompt && ids.slice(0, prompt).every((id, i) => id === others[i]);
  return same || token >= prompt - 1 ? { row: twin, token: at } : undefined;
}
