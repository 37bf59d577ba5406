import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { badInput, usage } from "../../base/errors.ts";
import { contents } from "../../run/folder.ts";
import { poleKey, poles, traits } from "../../trait/framework.ts";
import { untyped, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import type { NamedVector } from "./axes.ts";
import { extractVectorOf } from "./extract.ts";
import { extractOptions } from "./extract-options.ts";

/** Paths of vectors, each folder that is none of its own replaced by the vectors in it. Throws "bad-input" where one holds none. */
export function vectorsIn(given: readonly string[]): string[] {
  return given.flatMap((path) => {
    const isFolder = existsSync(path) && statSync(path).isDirectory();
    if (!isFolder || existsSync(join(path, contents.vector))) return [path];
    const found = readdirSync(path)
      .sort()
      .map((name) => join(path, name))
      .filter((inside) => inside.endsWith(".safetensors") || existsSync(join(inside, contents.vector)));
    if (found.length === 0)
      throw badInput(
        `${path} holds no vector: give folders that \`traitlab vector extract\` made, or their parent, or add --all to extract the ten poles into it.`,
      );
    return found;
  });
}

/** Extracts the vectors of the ten poles into folders of `folder`, but those that are there; gives the folders in the poles' order. */
export async function extractPoles(
  folder: string,
  given: Pick<Values<typeof extractOptions>, "model" | "accuracy" | "batch" | "threads" | "against">,
  context: Context,
): Promise<string[]> {
  const folders: string[] = [];
  const { model, accuracy, batch, threads, against } = given;
  for (const trait of traits)
    for (const pole of poles) {
      const id = poleKey({ trait, pole }).replace("/", "-");
      const out = join(folder, id);
      const options = { ...untyped(extractOptions), model, accuracy, batch, threads, against, trait: id, out };
      context.say(`Extracting ${id}.`);
      await extractVectorOf(options, context);
      folders.push(out);
    }
  return folders;
}

/** Layers that all vectors have, of those asked for. Throws "bad-input" where there is none, "usage" for one that is not there. */
export function commonLayers(vectors: readonly NamedVector[], asked: readonly number[] | undefined): number[] {
  const [first, ...rest] = vectors.map(({ directions }) => [...directions.vectors.keys()]);
  const common = first!.filter((layer) => rest.every((own) => own.includes(layer)));
  if (common.length === 0) throw badInput("The vectors have no layer in common: extract them with the same --layers.");
  const missing = asked?.find((layer) => !common.includes(layer));
  if (missing !== undefined)
    throw usage(`Not all vectors have layer ${missing}: they have ${common.join(", ")} in common.`);
  return asked ? [...asked] : common;
}

/** The layer that leads: the one asked for, else the one that most vectors' files suggest (of equals the lowest). */
export function leadingLayer(
  vectors: readonly NamedVector[],
  layers: readonly number[],
  asked: number | undefined,
): { layer: number; why: string } {
  if (asked !== undefined) {
    if (!layers.includes(asked))
      throw usage(`--layer ${asked} is none of the layers that are looked at: ${layers.join(", ")}.`);
    return { layer: asked, why: "asked for" };
  }
  const votes = layers.map((layer) => vectors.filter(({ main }) => main.layer === layer).length);
  const most = Math.max(...votes);
  if (most === 0)
    return { layer: layers[Math.floor(layers.length / 2)]!, why: "in the middle: no vector leads at one of them" };
  return {
    layer: layers[votes.indexOf(most)]!,
    why: `where ${most} of ${vectors.length} vectors work best`,
  };
}
