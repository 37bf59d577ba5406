import { badInput } from "../../../base/errors.ts";
import { type Directions, directionTap } from "../about.ts";
import { norm } from "../vectors.ts";
import { writeControlVector } from "./control-vector.ts";
import { writeCsvVectors } from "./csv.ts";
import type { VectorFormat } from "./foreign.ts";
import { writePlainVectors } from "./plain.ts";
import { writeTorchVectors } from "./torch.ts";

export interface ExportOptions {
  format: VectorFormat;
  /** Layers of the model, where the vectors do not reach the last; by default as many as the directions know of. */
  layers?: number | undefined;
}

/** What was written. */
export interface Exported {
  /** Layers that are in the file. */
  layers: number[];
  /** What a user should know. */
  notes: string[];
}

/** Writes directions in a format of others. Throws "bad-input" where there is no place for any of them, "incomplete" on a full disk. */
export async function exportDirections(
  path: string,
  directions: Directions,
  { format, layers }: ExportOptions,
): Promise<Exported> {
  const own = [...directions.vectors.keys()];
  if (format === "gguf") return withoutLayer0(own, writeControlVector(path, directions));
  if (format === "csv") writeCsvVectors(path, directions);
  else if (format === "safetensors") await writePlainVectors(path, directions);
  else {
    const size = { layers: depthOf(directions, layers), dModel: [...directions.vectors.values()][0]!.length };
    writeTorchVectors(path, directions, format, size);
    return { layers: own, notes: notesOfRows(own, format, size.layers) };
  }
  return { layers: own, notes: [] };
}

/** The same directions, each of length 1. */
export function unitDirections({ about, vectors }: Directions): Directions {
  const unit = [...vectors].map(([layer, vector]) => {
    const length = norm(vector);
    return [layer, vector.map((x) => x / length)] as const;
  });
  return { about: { ...about, recipe: { ...about.recipe, unitLength: true } }, vectors: new Map(unit) };
}

/** How many layers the model has, as far as its directions tell: they know the norms of all where we made them. */
function depthOf({ about, vectors }: Directions, asked: number | undefined): number {
  const known = Math.max(...vectors.keys()) + 1;
  if (asked !== undefined && asked < known)
    throw badInput(
      `The vector has one for layer ${known - 1}, and ${asked} layers were asked for: at least ${known} are legal.`,
    );
  if (asked !== undefined) return asked;
  let layers = known;
  while (directionTap(layers) in about.medianNorms) layers++;
  return layers;
}

function withoutLayer0(own: readonly number[], layers: number[]): Exported {
  const left = own.length > layers.length;
  return { layers, notes: left ? ["Layer 0 is left out: llama.cpp's control vectors have no place for it."] : [] };
}

function notesOfRows(own: readonly number[], format: VectorFormat, layers: number): string[] {
  const missing = Array.from({ length: layers }, (_, layer) => layer).filter((layer) => !own.includes(layer));
  return [
    ...(format === "persona-vectors" ? ["Row 0, the embeddings, is zero: nothing is known of it."] : []),
    ...(missing.length > 0 ? [`Rows of the layers ${missing.join(", ")} are zero: the vector has none for them.`] : []),
  ];
}
