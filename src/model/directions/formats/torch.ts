import { badInput } from "../../../base/errors.ts";
import { readTorchFile } from "../../torch-file/read.ts";
import { type PickledValue, TorchTensor } from "../../torch-file/value.ts";
import { writeTorchFile } from "../../torch-file/write.ts";
import type { Directions } from "../about.ts";
import { aboutText, parseAbout } from "../about-text.ts";
import { aboutKey, type ForeignVectors, type ModelSize } from "./foreign.ts";
import { type RowFormat, rowFormat, rowsOfVectors, vectorsOfRows } from "./rows.ts";

/** The file beside the tensor in which our own account travels; torch.load passes over it. */
const aboutFile = `${aboutKey}.json`;

/**
 * Reads a `.pt` of persona_vectors or assistant-axis: a tensor, or a dict in which it is called "axis" or "vector" or is the only one. Throws
 * "bad-input" for anything else in it and for a shape that the model has no place for.
 */
export async function readTorchVectors(
  given: string,
  asked: RowFormat | undefined,
  model: ModelSize,
): Promise<ForeignVectors> {
  const { path, value, values, extra } = await readTorchFile(given);
  const tensor = tensorOf(path, value);
  const format = rowFormat(path, tensor.shape, asked, model);
  const about = extra(aboutFile);
  return {
    ...vectorsOfRows(path, format, values(tensor), model),
    ...(about === undefined ? {} : { about: parseAbout(path, about) }),
  };
}

/** Writes vectors as persona_vectors or assistant-axis does; `torch.load(path, weights_only=True)` gives the bare tensor. */
export function writeTorchVectors(
  path: string,
  { about, vectors }: Directions,
  format: RowFormat,
  model: ModelSize,
): void {
  writeTorchFile(path, rowsOfVectors(vectors, format, model), { [aboutFile]: aboutText(about) });
}

function tensorOf(path: string, value: PickledValue): TorchTensor {
  if (value instanceof TorchTensor) return value;
  const entries = value instanceof Map ? [...value] : [];
  const tensors = new Map(entries.filter((entry): entry is [string, TorchTensor] => entry[1] instanceof TorchTensor));
  const found =
    tensors.get("axis") ?? tensors.get("vector") ?? (tensors.size === 1 ? [...tensors.values()][0] : undefined);
  if (found) return found;
  const what =
    tensors.size === 0
      ? "no tensor"
      : `${tensors.size} tensors (${[...tensors.keys()].slice(0, 8).map(String).join(", ")})`;
  throw badInput(
    `${path} holds ${what}; a tensor, or a dict with one that is called "axis" or "vector" or is the only one, is legal.`,
  );
}
