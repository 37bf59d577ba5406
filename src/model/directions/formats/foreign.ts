import { badInput } from "../../../base/errors.ts";
import type { DirectionsAbout } from "../about.ts";

/** How others lay out vectors in files; what each means by its layers stands in docs/vectors-formats.md. */
export const vectorFormats = ["persona-vectors", "assistant-axis", "gguf", "safetensors", "csv"] as const;
export type VectorFormat = (typeof vectorFormats)[number];

/** The key under which our own account of vectors travels in others' files, which those who do not know it pass over. */
export const aboutKey = "traitlab.about";

/** The size of the model that vectors are to be for. */
export interface ModelSize {
  layers: number;
  dModel: number;
}

/** Vectors of somebody else's file, in our places. */
export interface ForeignVectors {
  /** Absolute real path. */
  path: string;
  format: VectorFormat;
  /** By layer N, in the space of `layers.N.resid_post`, ascending; not checked yet but for their shape. */
  vectors: ReadonlyMap<number, Float32Array>;
  /** What we wrote of them into that file, if it was us. */
  about?: DirectionsAbout;
  /** What the file or its format says of them. */
  says: Pick<DirectionsAbout, "meaning" | "pooling" | "positions">;
  /** What a user should know. */
  notes: string[];
  /** The kind of model that the file names: "llama", "qwen2". */
  modelType?: string;
}

/** Throws "bad-input" for vectors that a model has no place for: of another width, or behind a layer that it has not. */
export function checkPlace(
  path: string,
  name: string,
  layer: number,
  width: number,
  { layers, dModel }: ModelSize,
): void {
  if (!(Number.isInteger(layer) && layer >= 0 && layer < layers))
    throw badInput(
      `${path} has a vector "${name}", and the model has layers 0 to ${layers - 1}: it belongs to another model.`,
    );
  if (width !== dModel)
    throw badInput(
      `${path}: vector "${name}" has ${width} numbers, and the model's residual stream ${dModel}: it belongs to another model.`,
    );
}

/** The vectors by layer, ascending. Throws "bad-input" where a layer comes twice. */
export function byLayer(
  path: string,
  vectors: readonly (readonly [number, Float32Array])[],
): Map<number, Float32Array> {
  const sorted = new Map([...vectors].sort(([a], [b]) => a - b));
  if (sorted.size < vectors.length) throw badInput(`${path} has two vectors of one layer: write each once.`);
  return sorted;
}
