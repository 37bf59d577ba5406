import type { Emitter } from "./emitter.ts";
import type { TensorType, Value } from "./value.ts";

/** One application of an op: what went in, what came out. */
export interface Call<Attributes> {
  inputs: readonly Value[];
  outputs: readonly Value[];
  attributes: Attributes;
}

/** What a gradient rule is given: the call, dLoss/dOutput for each output that has one, and which inputs want theirs. */
export interface BackwardCall<Attributes> extends Call<Attributes> {
  grads: readonly (Value | undefined)[];
  wants: readonly boolean[];
}

/** A row of the graph language: how an op is shaped, how it is written in ONNX, what its gradient is. */
export interface Op<Attributes> {
  name: string;
  /** Types of the outputs; throws where the inputs do not fit. */
  shape(inputs: readonly Value[], attributes: Attributes): readonly TensorType[];
  /** Writes the ONNX nodes that compute `call.outputs` (their names are the values' names). */
  emit(e: Emitter, call: Call<Attributes>): void;
  /** dLoss/dInput for each wanted input, built from other ops. Absent: nothing flows back through this op. */
  gradient?(call: BackwardCall<Attributes>): readonly (Value | undefined)[];
}

const registry = new Map<string, Op<never>>();

/** Declares an op. Each name once; the gradient check walks the whole registry. */
export function defineOp<Attributes>(op: Op<Attributes>): Op<Attributes> {
  if (registry.has(op.name)) throw new Error(`op ${op.name} is defined twice`);
  registry.set(op.name, op as Op<never>);
  return op;
}

/** Every op loaded so far. */
export const definedOps = (): ReadonlyMap<string, Op<never>> => registry;
