import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { hashDropout } from "../../graph/ops/hash-dropout.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import type { Value } from "../../graph/value.ts";
import { type ModelConfig, projections } from "../config.ts";
import type { DecoderOptions, Place } from "../decoder/builder.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { type LoraAdapter, loraScale } from "./types.ts";

/** What decides the shapes and the factor of an adapter that is trained. */
export type LoraShape = Pick<LoraAdapter, "rank" | "alpha" | "rsLora" | "targets" | "dropout">;

/** Name and shape of every tensor of an adapter: `lora.LAYER.PROJECTION.a` [rank, in] and `.b` [out, rank]. */
export function loraTensors(
  config: ModelConfig,
  { rank, targets }: Pick<LoraShape, "rank" | "targets">,
): { name: string; half: "a" | "b"; shape: [number, number] }[] {
  return Array.from({ length: config.layers }, (_, layer) =>
    projections
      .filter((projection) => targets.includes(projection))
      .flatMap((projection) => {
        const [out, input] = projectionShape(config, projection);
        const name = `lora.${layer}.${projection}`;
        return [
          { name: `${name}.a`, half: "a" as const, shape: [rank, input] as [number, number] },
          { name: `${name}.b`, half: "b" as const, shape: [out, rank] as [number, number] },
        ];
      }),
  ).flat();
}

/**
 * An adapter whose tensors are inputs of the graph: y + scale * (dropout(x) @ a^T) @ b^T. Gives the part of each projection for
 * `DecoderOptions.adjust`, and the inputs by name.
 * @param bits u32 [tokens, widest input] where the shape's dropout is not 0: drawn anew each step, each place uses it otherwise
 */
export function trainableLora(
  graph: Graph,
  config: ModelConfig,
  lora: LoraShape,
  bits?: Value,
): { adjust: NonNullable<DecoderOptions["adjust"]>; inputs: ReadonlyMap<string, Value> } {
  const inputs = new Map(
    loraTensors(config, lora).map(({ name, shape }) => [name, graph.input(name, "f32", shape)] as const),
  );
  const alpha = loraScale(lora);
  const adjust = ({ layer, projection }: Place, x: Value, y: Value): Value => {
    const a = inputs.get(`lora.${layer}.${projection}.a`);
    const b = inputs.get(`lora.${layer}.${projection}.b`);
    if (!a || !b) return y;
    const place = layer * projections.length + projections.indexOf(projection);
    const kept = bits ? hashDropout(x, bits, place, lora.dropout) : x;
    return add(y, matmul(matmul(kept, a, { transB: true }), b, { transB: true, alpha }));
  };
  return { adjust, inputs };
}
