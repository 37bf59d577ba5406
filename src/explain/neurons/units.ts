import { badInput } from "../../base/errors.ts";
import type { ModelConfig } from "../../model/config.ts";

/** MLP units (`mlp.act`, the paper's neurons) and dimensions of the residual stream (`resid_post`): ranked apart. */
export const unitKinds = ["mlp", "residual"] as const;
export type UnitKind = (typeof unitKinds)[number];

/** Every unit of a kind in the layers that are looked at: unit `i` of a vector is `i % width` of layer `layers[floor(i / width)]`. */
export interface UnitSpace {
  kind: UnitKind;
  layers: readonly number[];
  /** Units of one layer. */
  width: number;
  count: number;
}

export const tapOf = (kind: UnitKind, layer: number): string =>
  kind === "mlp" ? `layers.${layer}.mlp.act` : `layers.${layer}.resid_post`;

/** The units of a kind. Throws "bad-input" for a layer that the model does not have. */
export function unitSpace(
  kind: UnitKind,
  config: Pick<ModelConfig, "layers" | "dModel" | "dMlp">,
  layers: readonly number[] = Array.from({ length: config.layers }, (_, layer) => layer),
): UnitSpace {
  for (const layer of layers)
    if (!(Number.isInteger(layer) && layer >= 0 && layer < config.layers))
      throw badInput(`The model has no layer ${layer}: its layers are 0 to ${config.layers - 1}.`);
  const width = kind === "mlp" ? config.dMlp : config.dModel;
  return { kind, layers, width, count: layers.length * width };
}

/** Where unit `i` of the space is. */
export const placeOf = ({ layers, width }: UnitSpace, i: number): { layer: number; unit: number } => ({
  layer: layers[Math.floor(i / width)]!,
  unit: i % width,
});
