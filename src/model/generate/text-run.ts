import type { HostTensor } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import type { RopeTables } from "../decoder/rope-tables.ts";
import type { EditedRow, Editing } from "../edit/editing.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";
import { paddedLength, textFeeds } from "./feeds.ts";
import type { LayerRows } from "./kv-cache.ts";

/** A run of whole texts on an empty cache. */
export interface TextRun {
  /** All but `rows` and `sharpness`. */
  feeds: Record<string, HostTensor>;
  /** Where layers have each text's keys and values; text by text where left out. */
  layerRows: LayerRows | undefined;
  /** The row of the hidden states that holds a token of a text. */
  rowOf(text: number, token: number): number;
}

/** How texts are run. */
export interface TextRunOptions {
  tables: RopeTables;
  prefixes: readonly PrefixKeyValues[] | undefined;
  editing: Editing | undefined;
  /** The texts, as far as edits go. */
  edited: readonly EditedRow[];
}

/** Lays texts out side by side. What several have in common up to the first layer that is edited otherwise is computed once. */
export function textRun(
  config: ModelConfig,
  texts: readonly (readonly number[])[],
  { tables, prefixes, editing, edited }: TextRunOptions,
): TextRun {
  const pos = paddedLength(texts.map((text) => text.length));
  const shared = editing?.share(edited, prefixes ? undefined : texts);
  const first = shared ? shared.groups[0]!.map((text) => texts[text]!) : texts;
  return {
    feeds: {
      ...textFeeds(config, first, tables, { prefixes, layerRows: shared }),
      ...editing?.feeds(edited, texts.length, pos, shared),
    },
    layerRows: shared,
    rowOf: (text, token) => (shared?.last(text) ?? text) * pos + token,
  };
}
