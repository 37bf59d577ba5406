import { badInput } from "../../base/errors.ts";
import { f32, type HostTensor } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";
import { prefixFeeds } from "../prefix/key-values.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";

/** A text that is looked into as it stands. */
interface FlatText {
  id: string;
  ids: readonly number[];
  /** How many of its tokens are prompt, where the model is steered at some tokens only; all where left out. */
  prompt?: number;
}

/** Feeds of texts end to end in the flat layout, behind a prefix where there is one, and which of their tokens are a response's. */
export const flatRun = (
  config: ModelConfig,
  texts: readonly FlatText[],
  prefix: PrefixKeyValues | undefined,
): Record<string, HostTensor> => ({
  ...flatFeeds(
    config,
    texts.map(({ ids }) => ids),
    prefix !== undefined,
  ),
  ...(prefix && prefixFeeds(config, new Array<PrefixKeyValues>(texts.length).fill(prefix))),
  responding: responding(texts),
});

/** 1 for each token of a response, and for the one before it, [tokens, 1]. */
function responding(texts: readonly FlatText[]): HostTensor {
  const marks = texts.flatMap(({ ids, prompt = ids.length }) => ids.map((_, at) => (at >= prompt - 1 ? 1 : 0)));
  return f32(Float32Array.from(marks), [marks.length, 1]);
}

/** Throws "bad-input" for a text longer than the context, of which a prefix takes one place. */
export function checkFits({ id, ids }: FlatText, config: ModelConfig, prefix: PrefixKeyValues | undefined): void {
  const context = config.context - (prefix ? 1 : 0);
  if (ids.length > context)
    throw badInput(
      `text "${id}" has ${ids.length} tokens and the model's context is ${context}${prefix ? " behind a prefix" : ""}: shorten it.`,
    );
}
