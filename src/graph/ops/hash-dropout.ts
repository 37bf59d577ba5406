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

/**
 * Odd, from MurmurHash3's finaliser: multipliers in a simple ratio (1 and 3) would drop the same entries in two places far more often
 * than by chance.
 */
export function placeMultiplier(place: number): number {
  let h = place + 1;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) | 1) >>> 0;
}

/** Dropout of x [rows, columns] from a table of random bits; `place` numbers the place in the model. */
export function hashDropout(x: Value, bits: Value, place: number, rate: number): Value {
  return rate === 0 ? x : x.graph.apply(op, [x, bits], { multiplier: placeMultiplier(place), rate })[0]!;
}
