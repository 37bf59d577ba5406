import { defineCommand } from "../command.ts";
import { explainLayersOf, layersOptions } from "../explain/layers.ts";

export const explainLayers = defineCommand({
  more: `A logit lens: the model's final norm and head on the residual stream after
each layer. --taps chooses among layers.N.resid_pre, resid_mid and resid_post;
* stands for any part of a name.
Examples: traitlab explain layers -p runs/first/personas/finetune
          traitlab explain layers -p tuned --control neutral --words party`,
  options: layersOptions,
  run: explainLayersOf,
});
