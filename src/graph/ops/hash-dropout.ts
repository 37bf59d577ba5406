import { defineOp, type Op } from "../op.ts";
import type { Value } from "../value.ts";

interface Attributes {
  /** Odd; another one for each place, so that places drop independently. */
  multiplier: number;
  /** Share that is dropped. */
  rate: number;
}

/**
 * y = x * keep / (1 - rate), keep = ((bits * multiplier) mod 2^32) >= rate * 2^32. `bits` u32 [rows, columns at least x's]
 * is drawn anew each step by the caller, one table for all places: a step can be repeated exactly, and no state lives in
 * the graph. Gradient: dy under the same mask.
 */
const op: Op<Attributes> = defineOp({
  name: "hash_dropout",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x, bits], outputs: [y], attributes: { multiplier, rate } }) => {
    const width = x!.shape[1] as number;
    const cut = e.node("Slice", [bits!.name, e.ints([0]), e.ints([width]), e.ints([1])]);
    const mixed = e.node("Mul", [cut, e.constant(Uint32Array.of(multiplier), [], "u32")]);
    const threshold = e.constant(Uint32Array.of(Math.floor(rate * 2 ** 32)), [], "u32");
    const keep = e.cast(e.node("GreaterOrEqual", [mixed, threshold]), "f32");
    const scaled = e.node("Mul", [keep, e.constant(Float32Array.of(1 / (1 - rate)), [], "f32")]);
    e.node("Mul", [x!.name, scaled], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [, bits], grads: [dy], attributes }) => [
    dy!.graph.apply(op, [dy!, bits!], attributes)[0]!,
    undefined,
  ],
});

/** Dropout of x [rows, columns] from a table of random bits; `place` numbers the place in the model. */
export function hashDropout(x: Value, bits: Value, place: number, rate: number): Value {
  if (rate === 0) return x;
  // Odd multipliers that differ in their high bits: multiples of the golden ratio's fraction.
  const multiplier = (Math.imul(place + 1, 0x9e3779b1) | 1) >>> 0;
  return x.graph.apply(op, [x, bits], { multiplier, rate })[0]!;
}
