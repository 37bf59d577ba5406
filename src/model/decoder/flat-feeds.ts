import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { ropeTables } from "./rope-tables.ts";

/**
 * What the inputs of {@link flatLayout} are for these sequences, `cos` and `sin` included. Sequences lie end to end in the
 * order given; none may be empty. With dynamic rotary scaling the angles depend on the longest sequence, as in Hugging Face.
 */
export function flatFeeds(
  config: Pick<ModelConfig, "heads" | "kvHeads" | "rope">,
  sequences: readonly (readonly number[])[],
): Record<string, HostTensor> {
  const longest = Math.max(...sequences.map((ids) => ids.length));
  const tokens = sequences.reduce((sum, ids) => sum + ids.length, 0);
  const positions = sequences.flatMap((ids) => ids.map((_, position) => position));
  const tokenOfSlot = new BigInt64Array(sequences.length * longest);
  const slotOfToken = new BigInt64Array(tokens);
  const filled = new Float32Array(sequences.length * longest);
  let token = 0;
  for (const [row, ids] of sequences.entries())
    for (let position = 0; position < ids.length; position++, token++) {
      const slot = row * longest + position;
      tokenOfSlot[slot] = BigInt(token);
      slotOfToken[token] = BigInt(slot);
      filled[slot] = 1;
    }
  const { cos, sin, half } = ropeTables(config.rope, longest);
  return {
    ids: i64(sequences.flat(), [tokens]),
    positions: i64(positions, [tokens, 1]),
    mask: causalMask(sequences.length, config.heads / config.kvHeads, longest),
    tokenOfSlot: { dtype: "i64", shape: [tokenOfSlot.length], data: tokenOfSlot },
    slotOfToken: { dtype: "i64", shape: [tokens], data: slotOfToken },
    filled: f32(filled, [filled.length, 1]),
    cos: f32(cos, [longest, half]),
    sin: f32(sin, [longest, half]),
  };
}

/** [batch, 1, groups * pos, pos]: padding is on the right, so that no token looks at it and being causal is enough. */
function causalMask(batch: number, groups: number, longest: number): HostTensor {
  const mask = new Float32Array(batch * groups * longest * longest);
  for (let row = 0; row < batch * groups * longest; row++)
    mask.fill(Number.NEGATIVE_INFINITY, row * longest + (row % longest) + 1, (row + 1) * longest);
  return f32(mask, [batch, 1, groups * longest, longest]);
}
