import { badInput, usage } from "../../base/errors.ts";
import { norm } from "../../model/directions/vectors.ts";
import { foldSteering } from "../../model/fold/fold.ts";
import { readPersona } from "../../model/persona.ts";
import { medianNorm, steersOf } from "../../model/steering/from-record.ts";
import { openSteering } from "../../model/steering/open.ts";
import type { Steer } from "../../model/steering/types.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { copyCompanion } from "../induce/merge.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { openVector } from "./open.ts";

interface Given {
  vector: string | undefined;
  model: string;
  persona: string | undefined;
  layers: number[] | undefined;
  strength: number | undefined;
  out: string | undefined;
  force: boolean;
}

/** What is folded, and what is said of each layer. */
interface Folding {
  steering: readonly Steer[];
  /** "extraversion at strength 0.4". */
  what: string;
  layers: { layer: number; strength?: number; raw: number; medianNorm?: number }[];
}

/** Writes the model that a vector, or a persona's vectors, steer, as plain weights. */
export async function foldVectorOf(given: Given, context: Context): Promise<Output> {
  const { out } = given;
  if (out === undefined)
    throw usage("--out is missing: name the model to write, a .gguf file or a folder as the model is.");
  const model = await openForCommand({ model: given.model, accuracy: "f32" }, context);
  const folding = await foldingOf(given, model, context);
  const { signal, onProgress } = context;
  await foldSteering(model.source, folding.steering, out, { signal, onProgress });
  copyCompanion(model, out);
  const path = shownPath(out, process.cwd());
  const bias = model.source.kind === "gguf" ? "blk.N.ffn_down.bias" : "model.layers.N.mlp.down_proj.bias";
  return {
    json: { model: out, base: model.source.name, what: folding.what, layers: folding.layers },
    text: [
      wrap(`Wrote ${path}: ${model.source.name} with ${folding.what} in its weights (${bias}).`, 80),
      ...folding.layers.map(sayLayer),
      `Try it: traitlab chat -m ${path}`,
    ].join("\n"),
  };
}

async function foldingOf(given: Given, model: OpenedModel, context: Context): Promise<Folding> {
  const { vector, persona, layers, strength } = given;
  if ((vector === undefined) === (persona === undefined))
    throw usage("Name a vector with --layers and --strength, or a steered persona with --persona: one of the two.");
  if (vector !== undefined) return alongVector({ ...given, vector }, model, context);
  if (layers !== undefined || strength !== undefined)
    throw usage("--layers and --strength are of a vector; a persona's are in its folder.");
  return ofPersona(persona!, model, context);
}

async function alongVector(
  { vector, layers: named, strength: asked, force }: Given & { vector: string },
  model: OpenedModel,
  context: Context,
): Promise<Folding> {
  const { directions } = await openVector(vector, model, { force }, context);
  const { meaning, suggested } = directions.about;
  const layers = named ?? (suggested ? [suggested.layer] : undefined);
  if (!layers)
    throw usage(
      `--layers is missing, and the vector does not say where it works best: it has layers ${[...directions.vectors.keys()].join(", ")}.`,
    );
  const strength = asked ?? suggested?.strength;
  if (strength === undefined)
    throw usage(
      "--strength is missing, and the vector suggests none: 0.1 to 1 is usual, below 0 it takes the trait away.",
    );
  const record = {
    vectors: "vector.safetensors",
    meaning,
    kind: "add" as const,
    layers,
    strength,
    positions: "all" as const,
  };
  const steering = steersOf(record, directions);
  return {
    steering,
    what: `"${meaning}" at strength ${strength}`,
    layers: steering.map((steer, i) => ({
      layer: layers[i]!,
      strength,
      raw: lengthOf(steer),
      medianNorm: medianNorm(directions, layers[i]!),
    })),
  };
}

async function ofPersona(folder: string, { source, spec }: OpenedModel, { signal, say }: Context): Promise<Folding> {
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const persona = readPersona(folder, { base: { sha256 } });
  const besides =
    persona.adapter !== undefined ? "a LoRA adapter" : persona.psychadapter !== undefined ? "a prefix" : "";
  if (besides !== "")
    throw badInput(
      `${folder} has ${besides} beside its vectors, and only the vectors can be folded: fold the vector into the model that has the rest in it already.`,
    );
  const steering = (await openSteering(folder, persona.steering, { config: source.config, sha256 })) ?? [];
  if (persona.systemPrompt !== undefined || persona.demonstrations !== undefined)
    say("The persona's prompt and examples are not part of the weights: give them to the folded model again.");
  return {
    steering,
    what: `what steers ${shownPath(folder, process.cwd())}`,
    layers: steering.map((steer) => ({ layer: layerOf(steer), raw: lengthOf(steer) })),
  };
}

const lengthOf = (steer: Steer): number => norm(steer.kind === "add" ? steer.vector : steer.direction);

const layerOf = ({ tap }: Steer): number => Number(tap.split(".")[1]);

const sayLayer = ({ layer, strength, raw, medianNorm: stream }: Folding["layers"][number]): string =>
  `Layer ${layer}: ${strength === undefined ? "" : `${strength}, `}raw ${raw.toPrecision(3)}` +
  `${stream === undefined ? "" : `, where the residual stream is ${stream.toPrecision(3)} long`}.`;
