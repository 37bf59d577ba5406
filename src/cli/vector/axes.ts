import { basename, dirname, extname } from "node:path";
import { axesOf, type ProjectionAxis } from "../../measure/projection/axes.ts";
import { type MainLayer, mainLayer } from "../../measure/projection/main-layer.ts";
import { contents } from "../../run/folder.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { type OpenedVector, openVector } from "./open.ts";

/** A vector with what it is called and the layer that leads. */
export interface NamedVector extends OpenedVector {
  name: string;
  main: MainLayer;
}

/** Vectors to project onto, opened for a model. */
export interface OpenedAxes {
  vectors: readonly NamedVector[];
  axes: readonly (ProjectionAxis & { meaning: string })[];
  /** SHA-256 of the files, for a manifest. */
  inputs: Record<string, string>;
}

interface AxesGiven {
  /** All that are asked for; where left out, as `usual` says. */
  layers: readonly number[] | undefined;
  force: boolean;
  /** Without layers: the leading one of each vector, or all of them. */
  usual: "main" | "all";
}

/** Opens vectors for a model. Throws "bad-input" as `openVector` and `axesOf` do. */
export async function openAxes(
  given: readonly string[],
  model: Pick<OpenedModel, "source" | "spec">,
  { layers, force, usual }: AxesGiven,
  context: Pick<Context, "signal">,
): Promise<OpenedAxes> {
  const opened: OpenedVector[] = [];
  for (const one of given) opened.push(await openVector(one, model, { force }, context));
  const names = namesOf(opened);
  const depth = model.source.config.layers;
  const vectors = opened.map((vector, i): NamedVector => {
    const main = mainLayer(vector.directions, { asked: layers, depth });
    return { ...vector, name: names[i]!, main };
  });
  const axes = vectors.flatMap((vector) => {
    const { meaning } = vector.directions.about;
    const own = layers ?? (usual === "main" ? [vector.main.layer] : undefined);
    return axesOf([vector], own).map((axis) => ({ ...axis, meaning }));
  });
  axesOf(vectors);
  return {
    vectors,
    axes,
    inputs: Object.fromEntries(vectors.map(({ name, sha256 }) => [`vector/${name}`, sha256])),
  };
}

/** By their traits, or by their files where they have none or two have the same. */
function namesOf(opened: readonly OpenedVector[]): string[] {
  const traits = opened.map(({ directions }) => directions.about.trait?.id);
  return opened.map(({ path }, i) => {
    const trait = traits[i];
    return trait !== undefined && traits.filter((one) => one === trait).length === 1 ? trait : stem(path);
  });
}

function stem(path: string): string {
  const file = basename(path);
  return file === contents.vector ? basename(dirname(path)) : basename(path, extname(path));
}
