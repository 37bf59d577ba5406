import { defineOp, type Op } from "../op.ts";
import { type Dim, lastDim, shaped, type Value } from "../value.ts";

/**
 * Sequences of unlike lengths lie end to end ("flat") for everything that works token by token, and side by side with padding
 * ("grid") for attention, so that no product is spent on padding. Rows are heads of tokens, d_head numbers each.
 * - rowOfSlot i32 [...]: the flat row of each slot; any row for a padding slot. Its shape is the grid's.
 * - slotOfRow i32 [rows]: its inverse, a slot in row-major order.
 * - filled f32, broadcast over the grid: 1 for a row, 0 for padding.
 */
export interface GridIndex {
  rowOfSlot: Value;
  slotOfRow: Value;
  filled: Value;
}

const inputs = (x: Value, { rowOfSlot, slotOfRow, filled }: GridIndex) => [x, rowOfSlot, slotOfRow, filled];
const index = ([, rowOfSlot, slotOfRow, filled]: readonly Value[]): GridIndex => ({
  rowOfSlot: rowOfSlot!,
  slotOfRow: slotOfRow!,
  filled: filled!,
});

/**
 * y[slot] = x[rowOfSlot[slot]], times filled where zeros are asked for. Gradient: {@link fromGrid}, which is right as long as
 * nothing that reaches the loss reads the copies in the padding slots.
 */
const toGridOp: Op<{ zeros: boolean }> = defineOp({
  name: "to_grid",
  shape: ([x, rowOfSlot]) => [shaped(x!, [...rowOfSlot!.shape, x!.shape[1]!])],
  emit: (e, { inputs: [x, rowOfSlot, , filled], outputs: [y], attributes: { zeros } }) => {
    const outputs = [y!.name];
    const axis = { axis: { int: 0 } };
    if (!zeros) e.node("Gather", [x!.name, rowOfSlot!.name], { attributes: axis, outputs });
    else e.node("Mul", [e.node("Gather", [x!.name, rowOfSlot!.name], { attributes: axis }), filled!.name], { outputs });
  },
  gradient: ({ inputs: all, grads: [dy] }) => [fromGrid(dy!, index(all))],
});

/** y[row] = x[slotOfRow[row]]. Gradient: {@link toGrid} with zeros. */
const fromGridOp: Op<null> = defineOp({
  name: "from_grid",
  shape: ([x, , slotOfRow]) => [shaped(x!, [slotOfRow!.shape[0]!, x!.shape[x!.shape.length - 1]!])],
  emit: (e, { inputs: [x, , slotOfRow], outputs: [y] }) => {
    const slots = e.node("Reshape", [x!.name, e.ints([-1, x!.shape[x!.shape.length - 1] as number])]);
    e.node("Gather", [slots, slotOfRow!.name], { outputs: [y!.name], attributes: { axis: { int: 0 } } });
  },
  gradient: ({ inputs: all, grads: [dy] }) => [dy!.graph.apply(toGridOp, inputs(dy!, index(all)), { zeros: true })[0]!],
});

/**
 * Where the first rows stand at the same slots of every sequence of the grid, the first axis.
 * - rowOfSlot i32 [batch, ...]: as {@link GridIndex}.
 * - slotOfShared i32 [shared]: the slot of each shared row in its sequence.
 * - slotOfRow i32 [rows - shared]: of the others, in the whole grid.
 */
export type SharedGridIndex = Pick<GridIndex, "rowOfSlot" | "slotOfRow"> & { slotOfShared: Value };

/** y[slot] = x[rowOfSlot[slot]]. Gradient: a shared row's is the sum of its copies'; the rest as {@link toGrid}, with its condition. */
const toSharedGridOp: Op<null> = defineOp({
  name: "to_shared_grid",
  shape: ([x, rowOfSlot]) => [shaped(x!, [...rowOfSlot!.shape, x!.shape[1]!])],
  emit: (e, { inputs: [x, rowOfSlot], outputs: [y] }) => {
    e.node("Gather", [x!.name, rowOfSlot!.name], { attributes: { axis: { int: 0 } }, outputs: [y!.name] });
  },
  gradient: ({ inputs: [x, , slotOfRow, slotOfShared], grads: [dy] }) => [
    x!.graph.apply(fromSharedGridOp, [dy!, slotOfRow!, slotOfShared!], { rows: x!.shape[0]! })[0]!,
  ],
});

const fromSharedGridOp = defineOp<{ rows: Dim }>({
  name: "from_shared_grid",
  shape: ([dy], { rows }) => [shaped(dy!, [rows, lastDim(dy!)])],
  emit: (e, { inputs: [dy, slotOfRow, slotOfShared], outputs: [dx] }) => {
    const rows = (x: string, slots: Value) => {
      const flat = e.node("Reshape", [x, e.ints([-1, lastDim(dy!) as number])]);
      return e.node("Gather", [flat, slots.name], { attributes: { axis: { int: 0 } } });
    };
    const sum = e.node("ReduceSum", [dy!.name, e.ints([0])], { attributes: { keepdims: { int: 0 } } });
    const both = [rows(sum, slotOfShared!), rows(dy!.name, slotOfRow!)];
    e.node("Concat", both, { attributes: { axis: { int: 0 } }, outputs: [dx!.name] });
  },
});

/** Flat [rows, d], the shared rows first, to grid [...slots, d] with the shared rows in every sequence. */
export const toSharedGrid = (x: Value, { rowOfSlot, slotOfRow, slotOfShared }: SharedGridIndex): Value =>
  x.graph.apply(toSharedGridOp, [x, rowOfSlot, slotOfRow, slotOfShared], null)[0]!;

/** Flat [rows, d] to grid [...slots, d]; padding slots hold a copy of some row, which must not reach the loss. */
export const toGrid = (x: Value, grid: GridIndex): Value =>
  x.graph.apply(toGridOp, inputs(x, grid), { zeros: false })[0]!;

/** Grid [...slots, d] to flat [rows, d]. */
export const fromGrid = (x: Value, grid: GridIndex): Value => x.graph.apply(fromGridOp, inputs(x, grid), null)[0]!;
