import type { Attribute } from "../emitter.ts";
import { defineOp, type Op } from "../op.ts";
import { lastDim, rank, type Value } from "../value.ts";

interface Attributes {
  heads: number;
  /** Turn the other way. */
  inverse: boolean;
}

/**
 * Rotary embedding, halves paired: (a, b) -> (a cos - b sin, b cos + a sin) for entry i and i + dims/2 of each head.
 * x [batch, pos, heads * d_head] or [batch, heads, pos, d_head], positions i64 [batch, pos], cos and sin [positions, dims / 2].
 * A rotation's transpose is its inverse, so the gradient is the same op with -sin.
 */
const op: Op<Attributes> = defineOp({
  name: "rope",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x, positions, cos, sin], outputs: [y], attributes: { heads, inverse } }) => {
    const headDim = rank(x!) === 4 ? (lastDim(x!) as number) : (lastDim(x!) as number) / heads;
    const dims = 2 * (cos!.shape[1] as number);
    const attributes: Record<string, Attribute> = { num_heads: { int: heads }, interleaved: { int: 0 } };
    if (dims !== headDim) attributes.rotary_embedding_dim = { int: dims };
    e.node("RotaryEmbedding", [x!.name, positions!.name, cos!.name, inverse ? e.node("Neg", [sin!.name]) : sin!.name], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes,
    });
  },
  gradient: ({ inputs: [x, positions, cos, sin], grads: [dy], attributes: { heads, inverse } }) => [
    x!.graph.apply(op, [dy!, positions!, cos!, sin!], { heads, inverse: !inverse })[0]!,
    undefined,
    undefined,
    undefined,
  ],
});

/** Rotates x [batch, pos, heads * d_head] by the angles of its positions. */
export function rope(x: Value, positions: Value, cos: Value, sin: Value, heads: number): Value {
  return x.graph.apply(op, [x, positions, cos, sin], { heads, inverse: false })[0]!;
}

/** Rotates x [batch, heads, pos, d_head] by the angles of its positions; cos and sin must have as many rows as pos at least. */
export function ropeHeads(x: Value, positions: Value, cos: Value, sin: Value): Value {
  return x.graph.apply(op, [x, positions, cos, sin], { heads: x.shape[1] as number, inverse: false })[0]!;
}
