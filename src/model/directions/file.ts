import { badInput } from "../../base/errors.ts";
import { canonicalJson } from "../../base/json.ts";
import type { ModelConfig } from "../config.ts";
import { type LoadedTensor, loadSafetensors } from "../safetensors/read.ts";
import { writeSafetensors } from "../safetensors/write.ts";
import { aboutSchema, type Directions, type DirectionsAbout, directionTap } from "./about.ts";

/** What a file's metadata say that it is. */
const format = "traitlab directions";

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
  const text = canonicalJson(aboutSchema.parse({ schema: 1, convention: "layers.N.resid_post", ...about }));
  await writeSafetensors(path, new Map(tensors), { format, about: text });
}

/**
 * Reads directions for a model. Throws "bad-input" where the file is absent, damaged or something else, where it was made with another
 * model (unless forced), and for a vector that the model has no place for, without length or with a number that is not finite.
 */
export async function readDirections(path: string, reader: DirectionsReader): Promise<Directions> {
  const { tensors, metadata } = await loadSafetensors(path);
  const about = aboutOf(path, metadata);
  const { name, sha256 } = about.model;
  if (sha256 !== reader.sha256 && !reader.force)
    throw badInput(
      `${path} was made with the model "${name}" (SHA-256 ${sha256.slice(0, 12)}...), and this model is another one ` +
        `(${reader.sha256.slice(0, 12)}...): use that model, or make the directions again with this one.`,
    );
  if (tensors.size === 0) throw badInput(`${path} holds no direction: make it again.`);
  const vectors = [...tensors].map(([tap, tensor]) => vectorOf(path, tap, tensor, reader.config));
  return { about, vectors: new Map(vectors.sort(([a], [b]) => a - b)) };
}

function aboutOf(path: string, metadata: Readonly<Record<string, string>>): DirectionsAbout {
  if (metadata.format !== format)
    throw badInput(
      `${path} is a safetensors file, but not one of directions (its metadata lack format "${format}"): give one that traitlab wrote.`,
    );
  const damaged = (what: string, cause?: unknown) =>
    badInput(`${path} does not say rightly what its directions are (${what}): make it again.`, cause);
  let json: unknown;
  try {
    json = JSON.parse(metadata.about ?? "");
  } catch (cause) {
    throw damaged(`its "about" is no JSON`, cause);
  }
  const parsed = aboutSchema.safeParse(json);
  if (parsed.success) {
    const { schema: _, convention: __, ...about } = parsed.data;
    return about;
  }
  const issue = parsed.error.issues[0]!;
  throw damaged(`"${issue.path.join(".")}": ${issue.message}`);
}

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
