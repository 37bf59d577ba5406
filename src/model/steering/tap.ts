import { createHash } from "node:crypto";
import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { clamp } from "../../graph/ops/clamp.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { sub } from "../../graph/ops/sub.ts";
import type { Value } from "../../graph/value.ts";
import type { DecoderOptions } from "../decoder/builder.ts";
import { isGated, type Steer } from "./types.ts";

type Tap = NonNullable<DecoderOptions["tap"]>;

/**
 * Steering as a part of a graph, whatever its layout: h + c v, or h + (clamp(h.v, low, high) - h.v) v, in the order given. Where some of it
 * acts on the prompt or the response alone the graph has an input `responding` f32 [tokens, 1], 1 for tokens of the response.
 *
 * @param only f32 [tokens, 1], 1 for tokens that are steered at all; all of them where left out
 */
export function steeringTap(graph: Graph, steering: readonly Steer[], only?: Value): Tap {
  const responding = isGated(steering) ? graph.input("responding", "f32", ["tokens", 1]) : undefined;
  const gates = {
    all: only,
    response: responding && gated(responding, only),
    prompt: responding && gated(sub(graph.scalar(1), responding), only),
  };
  return (name, value) =>
    steering.filter(({ tap }) => tap === name).reduce((h, one) => steered(h, one, gates[one.positions]), value);
}

const gated = (gate: Value, only: Value | undefined): Value => (only ? mul(gate, only) : gate);

function steered(h: Value, steer: Steer, gate: Value | undefined): Value {
  const { graph } = h;
  // A row without an axis of tokens: what is added to a sum with it is one kernel (see `fuseNorms`).
  const row = (values: Float32Array) => graph.constant(values, [values.length], "f32");
  if (steer.kind === "add") {
    const shift = row(steer.vector);
    return add(h, gate ? mul(gate, shift) : shift);
  }
  const direction = row(steer.direction);
  const projection = reduceSum(mul(h, direction), [1]);
  const move = sub(clamp(projection, graph.scalar(steer.low), graph.scalar(steer.high)), projection);
  return add(h, mul(gate ? mul(gate, move) : move, direction));
}

/** {@link steeringTap} of the graph that it is first used in. */
export function steerOf(steering: readonly Steer[]): Tap {
  let tap: Tap | undefined;
  return (name, value) => {
    tap ??= steeringTap(value.graph, steering);
    return tap(name, value);
  };
}

/** What tells steerings apart: the same text for the same numbers. */
export function steeringKey(steering: readonly Steer[]): string {
  const hash = createHash("sha256");
  for (const steer of steering) {
    const vector = steer.kind === "add" ? steer.vector : steer.direction;
    const bounds = steer.kind === "hold" ? [steer.low, steer.high] : [];
    hash.update(JSON.stringify([steer.tap, steer.kind, steer.positions, bounds.map(String)]));
    hash.update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }
  return hash.digest("hex");
}
