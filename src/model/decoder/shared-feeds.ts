import { f32, type HostTensor } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { flatFeeds } from "./flat-feeds.ts";
import { ropeTables } from "./rope-tables.ts";

/** How many tokens the texts have in common at their beginning, each keeping at least one of its own. */
export function sharedLength(sequences: readonly (readonly number[])[]): number {
  const [first = []] = sequences;
  const most = Math.min(...sequences.map(({ length }) => length)) - 1;
  const differs = first.findIndex((id, i) => i >= most || sequences.some((ids) => ids[i] !== id));
  return differs < 0 ? Math.max(0, most) : differs;
}

/**
 * What the inputs of {@link sharedLayout} are for texts whose first `shared` tokens (1 at least) are the same, `cos` and `sin`
 * included; and `rowOf`, the flat row of token `position` of text `index`.
 */
export function sharedFeeds(
  config: Pick<ModelConfig, "heads" | "kvHeads" | "rope">,
  sequences: readonly (readonly number[])[],
  shared: number,
): { feeds: Record<string, HostTensor>; rowOf(index: number, position: number): number } {
  const { kvHeads } = config;
  const segments = [sequences[0]!.slice(0, shared), ...sequences.map((ids) => ids.slice(shared))];
  const lengths = segments.map(({ length }) => length);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  const feeds = flatFeeds(config, segments);
  const longest = Math.max(...lengths);
  const width = shared + longest;
  const positions = feeds.positions!.data as BigInt64Array;
  for (let token = shared; token < positions.length; token++) positions[token]! += BigInt(shared);
  const { cos, sin, half } = ropeTables(config.rope, Math.max(...sequences.map(({ length }) => length)));
  return {
    feeds: {
      ...feeds,
      ...keyIndex(lengths, starts, width, kvHeads),
      mask: f32(mask(lengths.length, config.heads / kvHeads, longest, shared), [
        lengths.length,
        1,
        (config.heads / kvHeads) * longest,
        width,
      ]),
      cos: f32(cos, [cos.length / half, half]),
      sin: f32(sin, [sin.length / half, half]),
    },
    rowOf: (index, position) => (position < shared ? position : starts[index + 1]! + position - shared),
  };
}

/** Slots [batch, kv_heads, width] hold the shared keys, then the segment's own; a padding slot points at row 0. */
function keyIndex(lengths: readonly number[], starts: readonly number[], width: number, kvHeads: number) {
  const shared = lengths[0]!;
  const rowOfSlot = new Int32Array(lengths.length * kvHeads * width);
  const slotOfRow = new Int32Array((starts.at(-1)! + lengths.at(-1)! - shared) * kvHeads);
  const slotOfShared = new Int32Array(shared * kvHeads);
  for (let head = 0; head < kvHeads; head++) {
    for (let token = 0; token < shared; token++) slotOfShared[token * kvHeads + head] = head * width + token;
    for (const [segment, length] of lengths.entries()) {
      const first = (segment * kvHeads + head) * width;
      for (let token = 0; token < shared; token++) rowOfSlot[first + token] = token * kvHeads + head;
      for (let i = 0; segment > 0 && i < length; i++) {
        const row = (starts[segment]! + i) * kvHeads + head;
        rowOfSlot[first + shared + i] = row;
        slotOfRow[row - shared * kvHeads] = first + shared + i;
      }
    }
  }
  const i32 = (data: Int32Array, shape: number[]): HostTensor => ({ dtype: "i32", shape, data });
  return {
    keyOfSlot: i32(rowOfSlot, [lengths.length, kvHeads, width]),
    slotOfKey: i32(slotOfRow, [slotOfRow.length]),
    slotOfSharedKey: i32(slotOfShared, [slotOfShared.length]),
  };
}

/** 0 up to a row's own column, -inf behind it: its own column is `shared` further on in every segment but the first. */
function mask(segments: number, groups: number, longest: number, shared: number): Float32Array {
  const width = shared + longest;
  const values = new Float32Array(segments * groups * longest * width).fill(Number.NEGATIVE_INFINITY);
  for (let line = 0; line < segments * groups * longest; line++) {
    const first = line < groups * longest;
    // A padding row of the first segment may lie beyond the shared columns, where keys are padding too: its result is not read.
    values.fill(0, line * width, line * width + (first ? 0 : shared) + (line % longest) + 1);
  }
  return values;
}
