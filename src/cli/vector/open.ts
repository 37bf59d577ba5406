import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import type { Directions } from "../../model/directions/about.ts";
import { readDirections } from "../../model/directions/file.ts";
import { contents } from "../../run/folder.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";

/** A vector that was named, for a model that is open. */
export interface OpenedVector {
  /** The safetensors file. */
  path: string;
  sha256: string;
  /** All layers of the file, or those asked for. */
  directions: Directions;
}

/**
 * Opens a vector for a model: a file, or the folder that `vector extract` made. Throws "bad-input" as `readDirections` does, and for a layer
 * that the file lacks.
 */
export async function openVector(
  given: string,
  { source, spec }: Pick<OpenedModel, "source" | "spec">,
  { force = false, layers }: { force?: boolean; layers?: readonly number[] | undefined },
  { signal }: Pick<Context, "signal">,
): Promise<OpenedVector> {
  const path = vectorPath(given);
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const directions = await readDirections(path, { config: source.config, sha256, force });
  return { path, sha256: fileSha256(path), directions: layers ? withLayers(path, directions, layers) : directions };
}

/** The file that a path stands for: itself, or the vector in a folder. Throws "bad-input" where there is none. */
export function vectorPath(given: string): string {
  const path = existsSync(given) && statSync(given).isDirectory() ? join(given, contents.vector) : given;
  if (!existsSync(path))
    throw badInput(`There is no vector at ${path}: give a file, or a folder that \`traitlab vector extract\` made.`);
  return path;
}

/** Some layers of a file's directions. Throws "bad-input" for one that it lacks. */
export function withLayers(path: string, { about, vectors }: Directions, layers: readonly number[]): Directions {
  const missing = layers.find((layer) => !vectors.has(layer));
  if (missing !== undefined)
    throw badInput(
      `${path} has no vector of layer ${missing}: it has those of ${[...vectors.keys()].join(", ")}; name some of these with --layers.`,
    );
  return { about, vectors: new Map(layers.map((layer) => [layer, vectors.get(layer)!])) };
}
