import type { ModelConfig, Projection } from "../config.ts";

/** Shape of a projection's weight, as Hugging Face writes it. */
export function projectionShape(config: ModelConfig, projection: Projection): [out: number, input: number] {
  const { dModel, dMlp, heads, kvHeads, headDim } = config;
  const shapes: Record<Projection, [number, number]> = {
    q_proj: [heads * headDim, dModel],
    k_proj: [kvHeads * headDim, dModel],
    v_proj: [kvHeads * headDim, dModel],
    o_proj: [dModel, heads * headDim],
    gate_proj: [dMlp, dModel],
    up_proj: [dMlp, dModel],
    down_proj: [dModel, dMlp],
  };
  return shapes[projection];
}
