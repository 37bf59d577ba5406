import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import { sameShape } from "./shapes.ts";

/**
 * y = silu(gate) * up, the SwiGLU MLP's activation (Shazeer 2020). Gradient with s = sigmoid(gate): dUp = dy * gate * s,
 * dGate = dy * (y + s * (up - y)), which is dy * up * s * (1 + gate * (1 - s)) in fewer passes; only gate, up and y are kept.
 */
const op = defineOp<null>({
  name: "swiglu",
  shape: ([gate, up]) => {
    sameShape("swiglu", gate!, up!);
    return [gate!];
  },
  emit: (e, { inputs: [gate, up], outputs: [y] }) => {
    const silu = e.node("QuickGelu", [gate!.name], { domain: "com.microsoft", attributes: { alpha: { float: 1 } } });
    e.node("Mul", [silu, up!.name], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [gate, up], outputs: [y], grads: [dy] }) =>
    gate!.graph.apply(backwardOp, [gate!, up!, y!, dy!], null),
});

/** dGate and dUp of {@link swiglu}. */
const backwardOp = defineOp<null>({
  name: "swiglu_backward",
  shape: ([gate, up]) => [gate!, up!],
  emit: (e, { inputs: [gate, up, y, dy], outputs: [dGate, dUp] }) => {
    const s = e.node("Sigmoid", [gate!.name]);
    e.node("Mul", [e.node("Mul", [gate!.name, s]), dy!.name], { outputs: [dUp!.name] });
    const slope = e.node("Add", [e.node("Mul", [e.node("Sub", [up!.name, y!.name]), s]), y!.name]);
    e.node("Mul", [slope, dy!.name], { outputs: [dGate!.name] });
  },
});

/** silu(gate) * up, elementwise. */
export const swiglu = (gate: Value, up: Value): Value => gate.graph.apply(op, [gate, up], null)[0]!;
