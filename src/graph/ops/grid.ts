import { defineOp, type Op } from "../op.ts";
import { shaped, type Value } from "../value.ts";

/**
 * Sequences of unlike lengths lie end to end ("flat", [tokens, ...]) for everything that works token by token, and side by
 * side with padding ("grid", [slots, ...], slots = batch * longest) for attention. So no product is spent on padding.
 * - tokenOfSlot i64 [slots]: the token of each slot; any token for a padding slot.
 * - slotOfToken i64 [tokens]: its inverse.
 * - filled f32 [slots, 1]: 1 for a token, 0 for padding.
 */
export interface GridIndex {
  tokenOfSlot: Value;
  slotOfToken: Value;
  filled: Value;
}

const inputs = (x: Value, { tokenOfSlot, slotOfToken, filled }: GridIndex) => [x, tokenOfSlot, slotOfToken, filled];
const index = ([, tokenOfSlot, slotOfToken, filled]: readonly Value[]): GridIndex => ({
  tokenOfSlot: tokenOfSlot!,
  slotOfToken: slotOfToken!,
  filled: filled!,
});

/** y[slot] = x[tokenOfSlot[slot]] * filled[slot]. Gradient: {@link fromGrid}. */
const toGridOp: Op<null> = defineOp({
  name: "to_grid",
  shape: ([x, tokenOfSlot]) => [shaped(x!, [tokenOfSlot!.shape[0]!, ...x!.shape.slice(1)])],
  emit: (e, { inputs: [x, tokenOfSlot, , filled], outputs: [y] }) => {
    const gathered = e.node("Gather", [x!.name, tokenOfSlot!.name], { attributes: { axis: { int: 0 } } });
    e.node("Mul", [gathered, filled!.name], { outputs: [y!.name] });
  },
  gradient: ({ inputs: all, grads: [dy] }) => [fromGrid(dy!, index(all))],
});

/** y[token] = x[slotOfToken[token]]. Gradient: {@link toGrid}. */
const fromGridOp: Op<null> = defineOp({
  name: "from_grid",
  shape: ([x, , slotOfToken]) => [shaped(x!, [slotOfToken!.shape[0]!, ...x!.shape.slice(1)])],
  emit: (e, { inputs: [x, , slotOfToken], outputs: [y] }) => {
    e.node("Gather", [x!.name, slotOfToken!.name], { outputs: [y!.name], attributes: { axis: { int: 0 } } });
  },
  gradient: ({ inputs: all, grads: [dy] }) => [toGrid(dy!, index(all))],
});

/** Flat [tokens, d] to grid [slots, d]; padding slots are 0. */
export const toGrid = (x: Value, grid: GridIndex): Value => x.graph.apply(toGridOp, inputs(x, grid), null)[0]!;

/** Grid [slots, d] to flat [tokens, d]. */
export const fromGrid = (x: Value, grid: GridIndex): Value => x.graph.apply(fromGridOp, inputs(x, grid), null)[0]!;
