import { badInput } from "../../../base/errors.ts";
import { type DirectionsAbout, directionTap } from "../about.ts";
import { checkSameModel } from "../about-text.ts";
import type { ForeignVectors } from "./foreign.ts";

export interface ImportOptions {
  /** The model that they are for. */
  model: DirectionsAbout["model"];
  /** SHA-256 of the file. */
  sha256: string;
  /** Those of these layers alone. */
  layers?: readonly number[] | undefined;
  /** What + means, where it is not what the file or its format says. */
  meaning?: string | undefined;
  /** Take what says that it is of another model. */
  force?: boolean;
}

/** Directions but for the unit of strengths, which is measured with the model. */
export interface ImportedVectors {
  /** Median norms are there where traitlab wrote the file for this very model. */
  about: Omit<DirectionsAbout, "medianNorms"> & Partial<Pick<DirectionsAbout, "medianNorms">>;
  vectors: ReadonlyMap<number, Float32Array>;
}

/** Kinds of models, as files name them, that are computed as a Llama here. */
const llamas = ["llama", "mistral"];

/**
 * Somebody else's vectors as directions of a model. Throws "bad-input" where the file says that they are of another model (unless forced), for a
 * layer that it lacks, and for a vector that is all zero or holds a number that is not finite.
 */
export function importVectors(foreign: ForeignVectors, options: ImportOptions): ImportedVectors {
  const { path, format, about, says, modelType } = foreign;
  const { model, sha256, force = false, meaning } = options;
  if (about && !force) checkSameModel(path, about, model.sha256);
  if (about === undefined && modelType !== undefined && !llamas.includes(modelType) && !force)
    throw badInput(
      `${path} says that it is for a model of the kind "${modelType}", and this one is a Llama: use that model, or --force if the file is wrong.`,
    );
  const vectors = chosen(foreign, options.layers);
  for (const [layer, vector] of vectors) checkVector(path, layer, vector);
  const own = about?.model.sha256 === model.sha256;
  if (about && own) return { about: { ...about, ...(meaning === undefined ? {} : { meaning }) }, vectors };
  return {
    about: {
      ...says,
      ...(about && { meaning: about.meaning, pooling: about.pooling, positions: about.positions }),
      ...(meaning === undefined ? {} : { meaning }),
      model,
      recipe: { name: "import", format, sha256, ...(about && { madeWith: about.model, recipe: about.recipe }) },
    },
    vectors,
  };
}

function chosen(
  { path, vectors: all, about }: ForeignVectors,
  layers: readonly number[] | undefined,
): ForeignVectors["vectors"] {
  // A row of zeros in a file that we wrote stands for a layer that there was no vector for.
  const there = [...all].filter(([, vector]) => !about || vector.some((value) => value !== 0));
  const vectors = there.length === 0 ? all : new Map(there);
  if (layers === undefined) return vectors;
  const missing = layers.find((layer) => !vectors.has(layer));
  if (missing !== undefined)
    throw badInput(`${path} has no vector of layer ${missing}: it has those of ${[...vectors.keys()].join(", ")}.`);
  return new Map(layers.map((layer) => [layer, vectors.get(layer)!]));
}

function checkVector(path: string, layer: number, vector: Float32Array): void {
  const at = vector.findIndex((value) => !Number.isFinite(value));
  const where = `${path}: the vector of layer ${layer} (${directionTap(layer)})`;
  const wayOut = "name the layers that are good with --layers, or make it again";
  if (at >= 0) throw badInput(`${where} holds ${vector[at]} at place ${at}; finite numbers are legal: ${wayOut}.`);
  if (vector.every((value) => value === 0)) throw badInput(`${where} is all zero, so it points nowhere: ${wayOut}.`);
}
