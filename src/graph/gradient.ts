import type { Application } from "./graph.ts";
import { add } from "./ops/add.ts";
import type { Value } from "./value.ts";

/**
 * Reverse mode: dLoss/dw for each wanted value. Only the part of the graph that lies between the wanted values and the loss gets
 * a gradient; everything else is left as it is.
 * @param loss a value of one entry
 * @param wanted values the loss depends on; throws where it does not, or where an op on the way has no gradient rule
 */
export function gradients(loss: Value, wanted: readonly Value[]): Value[] {
  const graph = loss.graph;
  const active = new Set(wanted);
  const forward: Application[] = [];
  for (const application of graph.applications) {
    if (!application.inputs.some((input) => active.has(input))) continue;
    forward.push(application);
    for (const output of application.outputs) active.add(output);
  }
  const grads = new Map<Value, Value>([
    [
      loss,
      graph.constant(
        Float32Array.of(1),
        loss.shape.map(() => 1),
        "f32",
      ),
    ],
  ]);
  for (const { op, inputs, outputs, attributes } of forward.reverse()) {
    const own = outputs.map((output) => grads.get(output));
    if (own.every((grad) => grad === undefined)) continue;
    if (!op.gradient)
      throw new Error(`${op.name} has no gradient rule, and the loss depends on a wanted value through it`);
    const wants = inputs.map((input) => active.has(input));
    const given = op.gradient({ inputs, outputs, attributes, grads: own, wants });
    for (const [i, input] of inputs.entries()) {
      const grad = wants[i] ? given[i] : undefined;
      if (!grad) continue;
      const sofar = grads.get(input);
      grads.set(input, sofar ? add(sofar, grad) : grad);
    }
  }
  return wanted.map((value) => {
    const grad = grads.get(value);
    if (!grad) throw new Error(`the loss does not depend on ${value.name}`);
    return grad;
  });
}
