import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { causalMask } from "../decoder/causal-mask.ts";
import type { RopeTables } from "../decoder/rope-tables.ts";
import { prefixFeeds } from "../prefix/key-values.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";
import { KvCache, type LayerRows } from "./kv-cache.ts";

/** Texts are padded to a multiple of this, so that a text meets the same kernels in any batch. */
const textStep = 16;

/** Columns that texts of these lengths have when they are run together. */
export const paddedLength = (lengths: readonly number[]): number =>
  Math.ceil(Math.max(...lengths) / textStep) * textStep;

/**
 * Feeds of whole texts on an empty cache, padded on the right to {@link paddedLength}: token i of text t is row
 * t * paddedLength + i of the hidden states. `rows` and `sharpness` are the caller's.
 *
 * @param prefixes what stands before each text, which then begins at position 1
 * @param layerRows where the texts become others in some layers
 */
export function textFeeds(
  config: ModelConfig,
  texts: readonly (readonly number[])[],
  tables: RopeTables,
  {
    prefixes,
    layerRows,
  }: { prefixes?: readonly PrefixKeyValues[] | undefined; layerRows?: LayerRows | undefined } = {},
): Record<string, HostTensor> {
  const batch = texts.length;
  const lead = prefixes ? 1 : 0;
  const pos = paddedLength(texts.map((text) => text.length));
  const groups = config.heads / config.kvHeads;
  const ids = new BigInt64Array(batch * pos);
  for (const [row, text] of texts.entries()) for (const [i, id] of text.entries()) ids[row * pos + i] = BigInt(id);
  const positions = BigInt64Array.from({ length: batch * pos }, (_, i) => BigInt(lead + (i % pos)));
  return {
    ids: { dtype: "i64", shape: [batch, pos], data: ids },
    positions: { dtype: "i64", shape: [batch, pos], data: positions },
    mask: f32(causalMask(batch, groups, pos, lead), [batch, 1, groups * pos, lead + pos]),
    ...angles(tables, lead + pos),
    ...(prefixes ? prefixFeeds(config, prefixes) : new KvCache(config).feeds(batch, layerRows)),
  };
}

/** Feeds of one new token for each sequence of the cache, and of `batch - tokens.length` rows that belong to no sequence. */
export function stepFeeds(
  config: ModelConfig,
  tokens: readonly number[],
  cache: KvCache,
  tables: RopeTables,
  batch: number,
): Record<string, HostTensor> {
  const groups = config.heads / config.kvHeads;
  const cached = cache.feeds(batch);
  const width = cache.capacity + 1;
  const filled = <T>(values: readonly T[], filler: T) => Array.from({ length: batch }, (_, i) => values[i] ?? filler);
  const mask = new Float32Array(batch * groups * width).fill(Number.NEGATIVE_INFINITY);
  for (let line = 0; line < batch * groups; line++) {
    // A row of no sequence looks at itself alone: one that looks at nothing would be NaN.
    mask.fill(0, line * width, line * width + (cache.lengths[Math.floor(line / groups)] ?? 0));
    mask[line * width + width - 1] = 0;
  }
  return {
    ids: i64(filled(tokens, 0), [batch, 1]),
    positions: i64(filled(cache.lengths, 0), [batch, 1]),
    mask: f32(mask, [batch, 1, groups, width]),
    ...angles(tables),
    ...cached,
  };
}

/** Feeds of the rotary tables, with rows for at least so many positions: what padding beyond the tables gets does not matter. */
export function angles({ cos, sin, positions, half }: RopeTables, atLeast = 0): Record<string, HostTensor> {
  const rows = Math.max(positions, atLeast);
  const longer = (values: Float32Array) => {
    if (rows === positions) return values;
    const table = new Float32Array(rows * half);
    table.set(values);
    return table;
  };
  return { cos: f32(longer(cos), [rows, half]), sin: f32(longer(sin), [rows, half]) };
}

/** Feeds that ask for the next token after `rows`; `sharpness` is 1 / temperature, `targets` the tokens that are looked up. */
export const rowFeeds = (
  rows: readonly number[],
  sharpness: number,
  targets: readonly number[] = rows.map(() => 0),
): Record<string, HostTensor> => ({
  rows: i64(rows, [rows.length]),
  sharpness: f32(new Float32Array(rows.length).fill(sharpness), [rows.length, 1]),
  targets: i64(targets, [rows.length]),
});
