import { defineCommand, parameter } from "../command.ts";
import { decimal, path } from "../kinds.ts";
import { modelOption } from "../open-model.ts";
import { personaOption } from "../persona-option.ts";
import { foldVectorOf } from "../vector/fold.ts";
import { forceOption, layerList } from "../vector/options.ts";

export const vectorFold = defineCommand({
  more: `What is added at every token goes into the bias of the layer's last projection,
so it costs nothing when the model runs: a GGUF for llama.cpp, a folder for
transformers. Ablation, floors, ceilings and steering of the prompt or the
response alone depend on the token, and cannot be folded.
Examples: traitlab vector fold E -m m.gguf --layers 12 --strength 0.4 -o e.gguf
          traitlab vector fold -p personas/warm -m m.gguf -o warm.gguf`,
  arguments: { vector: parameter("[vector]", "what vector extract or import made", path) },
  options: {
    model: modelOption,
    persona: { ...personaOption, about: "a persona that vectors steer, in place of a vector" },
    layers: parameter("--layers <list>", "where: 4-12,20 (default: as the vector suggests)", layerList),
    strength: parameter(
      "--strength <s>",
      "in median lengths of the residual stream (default: as the vector suggests)",
      decimal({ min: -1e6, max: 1e6 }),
    ),
    out: parameter("-o, --out <path>", "the model to write: .gguf, or a folder, as it is", path),
    force: forceOption,
  },
  run: foldVectorOf,
});
