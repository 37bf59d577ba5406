import { badInput } from "../../base/errors.ts";
import type { ModelConfig } from "../config.ts";
import { directionTap } from "../directions/about.ts";
import type { ModelSource } from "../source.ts";
import type { Steer } from "../steering/types.ts";
import { readTensor } from "../weights/read-tensor.ts";

/** Hugging Face's name of the bias that is added to a block's output. */
const biasName = (layer: number): string => `model.layers.${layer}.mlp.down_proj.bias`;

/**
 * What steering adds at every token, by layer: f32 [d_model]. Throws "bad-input", with the reason, for steering that no bias can do: one that
 * depends on the token's own projection (ablation, floor, ceiling) or on where it stands (prompt or response alone).
 */
export function foldableShifts(
  steering: readonly Steer[],
  { layers, dModel }: Pick<ModelConfig, "layers" | "dModel">,
): Map<number, Float32Array> {
  if (steering.length === 0)
    throw badInput("There is no steering to fold: give a vector, or a persona that is steered.");
  const sums = new Map<number, Float64Array>();
  for (const steer of steering) {
    const layer = layerOf(steer, layers);
    if (steer.kind === "hold")
      throw badInput(
        `Steering at ${steer.tap} that ablates or holds a projection cannot be folded: what it adds depends on each token's own projection, and a bias adds the same everywhere; only adding a vector can.`,
      );
    if (steer.positions !== "all")
      throw badInput(
        `Steering at ${steer.tap} of the ${steer.positions} alone cannot be folded: a bias acts at every token; steer at the positions "all".`,
      );
    if (steer.vector.length !== dModel || !steer.vector.every(Number.isFinite))
      throw badInput(`The vector at ${steer.tap} is not ${dModel} finite numbers: make it again for this model.`);
    const sum = sums.get(layer) ?? new Float64Array(dModel);
    sums.set(
      layer,
      sum.map((x, i) => x + steer.vector[i]!),
    );
  }
  return new Map([...sums].sort(([a], [b]) => a - b).map(([layer, sum]) => [layer, Float32Array.from(sum)]));
}

function layerOf({ tap }: Steer, layers: number): number {
  for (let layer = 0; layer < layers; layer++) if (tap === directionTap(layer)) return layer;
  throw badInput(
    `Steering at ${tap} cannot be folded: layers.N.resid_post of the model's layers 0 to ${layers - 1} can, into the bias of the layer's down_proj.`,
  );
}

/** The biases that steer: what a model's own are, and the shifts; by Hugging Face's name. */
export async function steeringBiases(
  { tensors }: Pick<ModelSource, "tensors">,
  shifts: ReadonlyMap<number, Float32Array>,
): Promise<Map<string, Float32Array>> {
  const biases = new Map<string, Float32Array>();
  for (const [layer, shift] of shifts) {
    const name = biasName(layer);
    const own = tensors.get(name);
    const values = own && (await readTensor(own));
    biases.set(name, values ? shift.map((x, i) => x + values[i]!) : shift);
  }
  return biases;
}
