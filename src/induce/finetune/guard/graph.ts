import type { Graph } from "../../../graph/graph.ts";
import { add } from "../../../graph/ops/add.ts";
import { gatherRows } from "../../../graph/ops/gather-rows.ts";
import { matmul } from "../../../graph/ops/matmul.ts";
import { mul, scale } from "../../../graph/ops/mul.ts";
import { reduceSum } from "../../../graph/ops/reduce-sum.ts";
import { reshape } from "../../../graph/ops/reshape.ts";
import { sub } from "../../../graph/ops/sub.ts";
import type { Value } from "../../../graph/value.ts";
import type { ModelConfig } from "../../../model/config.ts";
import type { DecoderOptions } from "../../../model/decoder/builder.ts";
import { directionTap } from "../../../model/directions/about.ts";
import type { Guard } from "./guard.ts";

type Tap = NonNullable<DecoderOptions["tap"]>;

/** A guard on its way through a graph. */
export interface GuardInGraph {
  /** What it does to activations. */
  tap: Tap;
  /** What it adds to the loss, [1]; undefined where it adds nothing. Called when all taps were seen. */
  penalty?(lossRows: Value, lossWeights: Value): Value;
}

/** Mean activation of each penalised unit in the base, by layer, in the order of the guard's units. */
export type UnitMeans = ReadonlyMap<number, Float32Array>;

/** Puts a guard into a graph. `means` are needed by one that penalises. */
export function guardInGraph(graph: Graph, config: ModelConfig, guard: Guard, means?: UnitMeans): GuardInGraph {
  const at = (layer: number) => directionTap(layer);
  const { dModel } = config;
  if (guard.kind === "steer") {
    const shifts = new Map([...guard.shifts].map(([layer, shift]) => [at(layer), shift]));
    return { tap: atTaps(shifts, (value, shift) => add(value, graph.constant(shift, [dModel], "f32"))) };
  }
  if (guard.kind === "ablate") {
    const axes = new Map([...guard.axes].map(([layer, axis]) => [at(layer), axis]));
    return {
      tap: atTaps(axes, (value, axis) => {
        const part = matmul(value, graph.constant(axis, [dModel, 1], "f32"));
        return add(value, matmul(part, graph.constant(axis, [1, dModel], "f32"), { alpha: -1 }));
      }),
    };
  }
  const { tap, units } = unitsInGraph(graph, config, guard.units);
  return {
    tap,
    penalty(lossRows, lossWeights) {
      const weights = reshape(lossWeights, ["wanted", 1]);
      const parts = [...units].map(([layer, values]) => {
        const mean = means!.get(layer)!;
        const away = sub(gatherRows(values, lossRows), graph.constant(mean, [mean.length], "f32"));
        return reduceSum(mul(mul(away, away), weights), [0, 1]);
      });
      return reshape(scale(parts.reduce(add), guard.strength), [1]);
    },
  };
}

function atTaps<T>(by: ReadonlyMap<string, T>, edit: (value: Value, own: T) => Value): Tap {
  return (name, value) => {
    const own = by.get(name);
    return own === undefined ? value : edit(value, own);
  };
}

/** The activations of some units as a graph computes them, [tokens, units], by layer: filled by the tap. */
export function unitsInGraph(
  graph: Graph,
  { dMlp }: Pick<ModelConfig, "dMlp">,
  wanted: ReadonlyMap<number, readonly number[]>,
): { tap: Tap; units: ReadonlyMap<number, Value> } {
  const units = new Map<number, Value>();
  const tap: Tap = (name, value) => {
    const layer = Number(/^layers\.(\d+)\.mlp\.act$/.exec(name)?.[1]);
    const own = wanted.get(layer);
    // A product with a matrix of ones and zeros: its gradient is a product too, where picking columns would scatter.
    if (own) units.set(layer, matmul(value, graph.constant(chosen(own, dMlp), [dMlp, own.length], "f32")));
    return value;
  };
  return { tap, units };
}

/** [width, units]: column i has its one at unit i. */
function chosen(units: readonly number[], width: number): Float32Array {
  const matrix = new Float32Array(width * units.length);
  for (const [i, unit] of units.entries()) matrix[unit * units.length + i] = 1;
  return matrix;
}
