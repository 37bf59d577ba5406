import { badInput } from "../../../base/errors.ts";
import { writeFileAtomic } from "../../../base/files.ts";
import { readGguf } from "../../gguf/read.ts";
import { ggufBytes } from "../../gguf/write.ts";
import { readTensor } from "../../weights/read-tensor.ts";
import type { Directions } from "../about.ts";
import { aboutText, parseAbout } from "../about-text.ts";
import { aboutKey, byLayer, checkPlace, type ForeignVectors, type ModelSize } from "./foreign.ts";

const architecture = "controlvector";

/**
 * Reads a control vector of repeng or llama.cpp: `direction.N` is added to the output of block N, counted from 0, in both (repeng wraps
 * `model.layers[N]`; llama.cpp adds it behind block N's last sum, and takes none for block 0). Throws "bad-input" for another GGUF and for
 * what the model has no place for.
 */
export async function readControlVector(given: string, model: ModelSize): Promise<ForeignVectors> {
  const { path, metadata, tensors } = await readGguf(given);
  const kind = metadata.get("general.architecture");
  if (kind !== architecture)
    throw badInput(
      `${path} is a GGUF of architecture "${String(kind)}", not a control vector ("${architecture}"): give a vector that repeng or llama.cpp made.`,
    );
  const found: [number, Float32Array][] = [];
  for (const tensor of tensors) {
    const layer = Number(/^direction\.(\d+)$/.exec(tensor.name)?.[1]);
    if (Number.isNaN(layer))
      throw badInput(`${path} has a tensor "${tensor.name}"; a control vector's are called direction.N.`);
    const width = tensor.shape.length === 1 ? tensor.shape[0]! : Number.NaN;
    checkPlace(path, tensor.name, layer, width, model);
    found.push([layer, await readTensor({ ...tensor, file: path })]);
  }
  const [about, hint] = [metadata.get(aboutKey), metadata.get(`${architecture}.model_hint`)];
  return {
    path,
    format: "gguf",
    vectors: byLayer(path, found),
    says: {
      meaning: "the positive pole",
      pooling: "not said in the file; repeng reads the last token",
      positions: "prompts of the positive pole; prompts of the negative one",
    },
    notes: [
      `direction.${model.layers - 1} is taken for the output of layer ${model.layers - 1}; repeng reads it behind the final norm, which is another space: leave layer ${model.layers - 1} out with --layers if repeng made it.`,
    ],
    ...(typeof about === "string" ? { about: parseAbout(path, about) } : {}),
    ...(typeof hint === "string" ? { modelType: hint } : {}),
  };
}

/** Writes a control vector that repeng and llama.cpp read. Gives the layers that it has: llama.cpp has none for layer 0. */
export function writeControlVector(path: string, { about, vectors }: Directions): number[] {
  const kept = [...vectors].filter(([layer]) => layer > 0);
  if (kept.length === 0)
    throw badInput(
      "The vector has only layer 0, for which llama.cpp's control vectors have no place: export it otherwise.",
    );
  const bytes = ggufBytes({
    metadata: {
      "general.architecture": architecture,
      // All that is supported here is computed as a Llama; repeng wants the field and only warns by it.
      [`${architecture}.model_hint`]: "llama",
      [`${architecture}.layer_count`]: kept.length,
      [aboutKey]: aboutText(about),
    },
    tensors: new Map(kept.map(([layer, values]) => [`direction.${layer}`, { shape: [values.length], values }])),
  });
  writeFileAtomic(path, bytes);
  return kept.map(([layer]) => layer);
}
