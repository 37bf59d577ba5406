import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { badInput } from "../../../base/errors.ts";
import { loadSafetensors } from "../../safetensors/read.ts";
import { writeSafetensors } from "../../safetensors/write.ts";
import { type Directions, directionTap } from "../about.ts";
import { aboutText, parseAbout } from "../about-text.ts";
import { directionsFormat } from "../file.ts";
import { aboutKey, byLayer, checkPlace, type ForeignVectors, type ModelSize } from "./foreign.ts";
import { type RowFormat, rowFormat, vectorsOfRows } from "./rows.ts";

/** Names that are taken: N alone, or behind "layer.", "layers." or "direction."; N is the block, from 0, whose output it is. */
const layerName = /^(?:layers?\.|direction\.)?(\d+)(?:\.resid_post)?$/;

/**
 * Reads a safetensors file of vectors: a tensor [d] a layer, or one matrix as in persona_vectors or assistant-axis. Throws "bad-input" for other
 * tensors, for what the model has no place for, and for a file of directions, which needs no import.
 */
export async function readPlainVectors(
  given: string,
  asked: RowFormat | "safetensors" | undefined,
  model: ModelSize,
): Promise<ForeignVectors> {
  const { tensors, metadata } = await loadSafetensors(given);
  const path = realpathSync(given);
  if (metadata.format === directionsFormat)
    throw badInput(`${path} is a vector of traitlab already: give it to commands as it is.`);
  const written = metadata[aboutKey];
  const about = written === undefined ? {} : { about: parseAbout(path, written) };
  const [only] = [...tensors.values()];
  if (tensors.size === 1 && only!.shape.length === 2) {
    const format = rowFormat(path, only!.shape, asked === "safetensors" ? undefined : asked, model);
    return { ...vectorsOfRows(path, format, only!.values, model), ...about };
  }
  const found = [...tensors].map(([name, { shape, values }]) => {
    const layer = Number(layerName.exec(name)?.[1]);
    if (Number.isNaN(layer))
      throw badInput(
        `${path} has a tensor "${name}"; names of layers (layers.N.resid_post, direction.N, N) are legal.`,
      );
    checkPlace(path, name, layer, shape.length === 1 ? shape[0]! : Number.NaN, model);
    return [layer, values] as const;
  });
  return {
    path,
    format: "safetensors",
    vectors: byLayer(path, found),
    says: { meaning: basename(path).replace(/\.\w+$/, ""), pooling: unsaid, positions: unsaid },
    notes: ["Tensor N is taken for the output of layer N, counted from 0."],
    ...about,
  };
}

const unsaid = "not said in the file";

/** Writes vectors as bare tensors `layers.N.resid_post`, our account of them in the metadata. */
export async function writePlainVectors(path: string, { about, vectors }: Directions): Promise<void> {
  const tensors = [...vectors].map(
    ([layer, values]) => [directionTap(layer), { shape: [values.length], values }] as const,
  );
  await writeSafetensors(path, new Map(tensors), { format: "pt", [aboutKey]: aboutText(about) });
}
