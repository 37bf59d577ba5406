import { badInput } from "../../base/errors.ts";
import type { ModelConfig } from "../config.ts";
import { type LoadedTensor, loadSafetensors } from "../safetensors/read.ts";
import { writeSafetensors } from "../safetensors/write.ts";
import { type Directions, type DirectionsAbout, directionTap } from "./about.ts";
import { aboutText, checkSameModel, parseAbout } from "./about-text.ts";

/** What a file's metadata say that it is. */
export const directionsFormat = "traitlab directions";

/** The model that directions are for. */
export interface DirectionsReader {
  config: Pick<ModelConfig, "layers" | "dModel">;
  sha256: string;
  /** Take them for a model of another hash than they were made with; width and depth must fit all the same. */
  force?: boolean;
}

/**
 * Writes directions whole or not at all; equal ones give equal bytes. Throws "bad-input" for a vector without length or with a number that is
 * not finite, and as `writeSafetensors` does.
 */
export async function writeDirections(path: string, { about, vectors }: Directions): Promise<void> {
  const tensors = [...vectors].map(([layer, values]) => {
    checkVector(path, directionTap(layer), values);
    return [directionTap(layer), { shape: [values.length], values }] as const;
  });
  await writeSafetensors(path, new Map(tensors), { format: directionsFormat, about: aboutText(about) });
}

/**
 * Reads directions for a model. Throws "bad-input" where the file is absent, damaged or something else, where it was made with another
 * model (unless forced), and for a vector that the model has no place for, without length or with a number that is not finite.
 */
export async function readDirections(path: string, reader: DirectionsReader): Promise<Directions> {
  const { about, tensors } = await open(path);
  if (!reader.force) checkSameModel(path, about, reader.sha256);
  return { about, vectors: byLayer([...tensors].map(([tap, tensor]) => vectorOf(path, tap, tensor, reader.config))) };
}

/** Reads directions whatever model they are for, all of one width. Throws "bad-input" as {@link readDirections} does. */
export async function readUnboundDirections(path: string): Promise<Directions> {
  const { about, tensors } = await open(path);
  const config = { layers: Number.POSITIVE_INFINITY, dModel: [...tensors.values()][0]!.shape[0]! };
  return { about, vectors: byLayer([...tensors].map(([tap, tensor]) => vectorOf(path, tap, tensor, config))) };
}

async function open(path: string): Promise<{ about: DirectionsAbout; tensors: ReadonlyMap<string, LoadedTensor> }> {
  const { tensors, metadata } = await loadSafetensors(path);
  if (metadata.format !== directionsFormat)
    throw badInput(
      `${path} is a safetensors file, but not one of directions (its metadata lack format "${directionsFormat}"): give one that traitlab wrote.`,
    );
  const about = parseAbout(path, metadata.about);
  if (tensors.size === 0) throw badInput(`${path} holds no direction: make it again.`);
  return { about, tensors };
}

const byLayer = (vectors: [number, Float32Array][]) => new Map(vectors.sort(([a], [b]) => a - b));

function vectorOf(
  path: string,
  tap: string,
  { shape, values }: LoadedTensor,
  { layers, dModel }: DirectionsReader["config"],
): [number, Float32Array] {
  const layer = Number(/^layers\.(\d+)\.resid_post$/.exec(tap)?.[1]);
  if (!(layer < layers))
    throw badInput(
      `${path} holds a direction "${tap}", and the model has layers.N.resid_post for N from 0 to ${layers - 1}: it belongs to another model.`,
    );
  if (shape.length !== 1 || shape[0] !== dModel)
    throw badInput(
      `${path}: direction "${tap}" has the shape [${shape.join(", ")}], and this model's residual stream [${dModel}]: it belongs to another model.`,
    );
  checkVector(path, tap, values);
  return [layer, values];
}

function checkVector(path: string, tap: string, values: Float32Array): void {
  if (!values.every(Number.isFinite))
    throw badInput(`${path}: direction "${tap}" holds a number that is not finite: make it again.`);
  if (values.every((value) => value === 0))
    throw badInput(
      `${path}: direction "${tap}" is all zero, so it points nowhere: make it again from places that differ.`,
    );
}
