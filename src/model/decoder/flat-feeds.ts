import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { causalMask } from "./causal-mask.ts";
import { ropeTables } from "./rope-tables.ts";

/**
 * What the inputs of {@link flatLayout} are for these sequences, `cos` and `sin` included. Sequences lie end to end in the
 * order given; none may be empty. With dynamic rotary scaling the angles depend on the longest sequence, as in Hugging Face.
 *
 * @param prefixed whether the layout has a prefix: the first token of a sequence then stands at position 1
 */
export function flatFeeds(
  config: Pick<ModelConfig, "heads" | "kvHeads" | "rope">,
  sequences: readonly (readonly number[])[],
  prefixed = false,
): Record<string, HostTensor> {
  const { heads, kvHeads } = config;
  const groups = heads / kvHeads;
  const lead = prefixed ? 1 : 0;
  const lengths = sequences.map((ids) => ids.length);
  const longest = Math.max(...lengths);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const { cos, sin, half } = ropeTables(config.rope, lead + longest);
  const query = gridIndex(lengths, longest, kvHeads, groups);
  const key = gridIndex(lengths, longest, kvHeads, 1);
  const i32 = (data: Int32Array, shape: number[]): HostTensor => ({ dtype: "i32", shape, data });
  const filled = Float32Array.from({ length: sequences.length * groups * longest }, (_, i) =>
    i % longest < lengths[Math.floor(i / (groups * longest))]! ? 1 : 0,
  );
  return {
    ids: i64(sequences.flat(), [tokens]),
    positions: i64(
      sequences.flatMap((ids) => ids.map((_, position) => lead + position)),
      [tokens, 1],
    ),
    mask: f32(causalMask(1, groups, longest, lead), [1, 1, groups * longest, lead + longest]),
    queryOfSlot: i32(query.rowOfSlot, [sequences.length, kvHeads, groups * longest]),
    slotOfQuery: i32(query.slotOfRow, [tokens * heads]),
    keyOfSlot: i32(key.rowOfSlot, [sequences.length, kvHeads, longest]),
    slotOfKey: i32(key.slotOfRow, [tokens * kvHeads]),
    filled: f32(filled, [sequences.length, 1, groups * longest, 1]),
    cos: f32(cos, [lead + longest, half]),
    sin: f32(sin, [lead + longest, half]),
  };
}

/** Flat rows are [tokens, heads], slots [batch, kv_heads, groups, longest]; a padding slot points at row 0. */
function gridIndex(lengths: readonly number[], longest: number, kvHeads: number, groups: number) {
  const heads = kvHeads * groups;
  const rowOfSlot = new Int32Array(lengths.length * heads * longest);
  const slotOfRow = new Int32Array(lengths.reduce((sum, length) => sum + length, 0) * heads);
  let token = 0;
  for (const [sequence, length] of lengths.entries())
    for (let position = 0; position < length; position++, token++)
      for (let head = 0; head < heads; head++) {
        const slot = (sequence * heads + head) * longest + position;
        rowOfSlot[slot] = token * heads + head;
        slotOfRow[token * heads + head] = slot;
      }
  return { rowOfSlot, slotOfRow };
}
