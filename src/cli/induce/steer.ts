import { cpSync } from "node:fs";
import { join, relative } from "node:path";
import { badInput, usage } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import { type Directions, directionTap } from "../../model/directions/about.ts";
import { writeDirections } from "../../model/directions/file.ts";
import { type Persona, readPersona } from "../../model/persona.ts";
import { steersOf } from "../../model/steering/from-record.ts";
import type { SteeringKind, SteeringRecord } from "../../model/steering/record.ts";
import { makeFolder } from "../../run/folder.ts";
import { findTrait } from "../../trait/parse.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { openVector } from "../vector/open.ts";
import { personaFolder } from "./options.ts";
import { boundsOf } from "./steer-bounds.ts";
import { keepPersona, tryIt } from "./texts.ts";

interface Given {
  model: string;
  vector: string | undefined;
  out: string | undefined;
  kind: SteeringKind;
  layers: number[] | undefined;
  strength: number | undefined;
  positions: SteeringRecord["positions"];
  base: string | undefined;
  fresh: boolean;
  force: boolean;
  threads: number | undefined;
  at: number | undefined;
  percentile: number | undefined;
  rollouts: string | undefined;
  questions: number;
}

/** Writes a persona that a vector steers, and says what that is. */
export async function steerPersona(given: Given, context: Context): Promise<Output> {
  const folder = personaFolder(given.out);
  if (given.vector === undefined)
    throw usage("--vector is missing: name the file that `traitlab vector extract` or `vector import` made.");
  checkTogether(given);
  const model = await openForCommand({ model: given.model, accuracy: "f32" }, context);
  const { source, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal: context.signal });
  const { directions, sha256: vectorSha256 } = await openVector(given.vector, model, { force: given.force }, context);
  const beneath = given.base === undefined ? undefined : readPersona(given.base, { base: { sha256 } });
  const vectors = `vector-${(beneath?.steering?.length ?? 0) + 1}.safetensors`;
  const { record, from } = await recordOf(given, { model, directions, vectors }, context);
  // What cannot be done is said before anything is written.
  steersOf(record, directions);
  const recipe = { vector: vectorSha256, meaning: directions.about.meaning, ...from };
  const persona: Persona = {
    ...(beneath ?? poleOf(directions)),
    schema: 1,
    base: { name: source.name, sha256 },
    seed: context.seed,
    inducer: beneath ? `${beneath.inducer}, steer` : "steer",
    recipe: beneath ? { ...beneath.recipe, [vectors]: recipe } : recipe,
    steering: [...(beneath?.steering ?? []), record],
  };
  const own = {
    about: { ...directions.about, model: { name: source.name, sha256 } },
    vectors: chosen(directions, record),
  };
  const there = await keepPersona(folder, persona, given.fresh, async () => {
    makeFolder(folder);
    if (given.base !== undefined) copyFiles(given.base, folder, beneath!);
    await writeDirections(join(folder, vectors), own);
  });
  return {
    json: { folder, persona, layers: layersSaid(record, directions) },
    text: [
      `${there ? "Already there" : "Wrote"}: ${relative(process.cwd(), folder) || "."}, steered along "${directions.about.meaning}", for ${source.name}.`,
      ...layersSaid(record, directions).map(sayLayer),
      tryIt(model, folder),
    ].join("\n"),
  };
}

function checkTogether({ kind, strength, at, percentile, rollouts }: Given): void {
  const bounded = kind === "mean-ablate" || kind === "floor" || kind === "ceiling";
  if (kind !== "add" && strength !== undefined) throw usage(`--strength is of --kind add; ${kind} has none.`);
  if (!bounded && (at !== undefined || percentile !== undefined || rollouts !== undefined))
    throw usage(
      `--at, --percentile and --rollouts are of --kind mean-ablate, floor and ceiling; ${kind} needs no bound.`,
    );
  if (at !== undefined && (percentile !== undefined || rollouts !== undefined))
    throw usage("--at is the bound itself: leave out --percentile and --rollouts, which find one.");
}

/** What is done along the vector, and how its numbers were found. */
async function recordOf(
  given: Given,
  { model, directions, vectors }: { model: OpenedModel; directions: Directions; vectors: string },
  context: Context,
): Promise<{ record: SteeringRecord; from: Record<string, unknown> }> {
  const { kind, positions } = given;
  const { meaning, suggested } = directions.about;
  const layers = given.layers ?? (suggested ? [suggested.layer] : undefined);
  if (!layers)
    throw usage(
      `--layers is missing, and the vector does not say where it works best: it has layers ${[...directions.vectors.keys()].join(", ")}. \`traitlab vector sweep\` finds out.`,
    );
  const record = { vectors, meaning, kind, layers, positions };
  if (kind === "ablate") return { record, from: {} };
  if (kind === "add") {
    const strength = given.strength ?? suggested?.strength;
    if (strength !== undefined) return { record: { ...record, strength }, from: {} };
    throw usage(
      "--strength is missing, and the vector suggests none: 0.1 to 1 is usual, and `traitlab vector sweep` finds out.",
    );
  }
  const { bounds, from } = await boundsOf({ ...given, kind, layers }, model, directions, context);
  return { record: { ...record, bounds }, from };
}

/** The pole that a vector of the Big Five leads to. */
function poleOf({ about }: Directions): Pick<Persona, "trait" | "pole"> {
  const found = about.trait?.pole === undefined ? undefined : findTrait(about.trait.pole);
  return found ?? (about.trait ? { trait: about.trait.id } : {});
}

const chosen = ({ vectors }: Directions, { layers }: SteeringRecord) =>
  new Map(layers.map((layer) => [layer, vectors.get(layer)!]));

/** Everything that a persona names beside `persona.json`. */
function copyFiles(from: string, to: string, { adapter, steering = [], psychadapter }: Persona): void {
  const files = [adapter, psychadapter, ...steering.map(({ vectors }) => vectors)].filter((name) => name !== undefined);
  for (const name of new Set(files)) {
    cpSync(join(from, name), join(to, name), { recursive: true });
    if (name !== adapter && fileSha256(join(from, name)) !== fileSha256(join(to, name)))
      throw badInput(`${join(from, name)} changed while it was copied: run the command again.`);
  }
}

interface LayerSaid {
  layer: number;
  kind: SteeringKind;
  strength?: number;
  bound?: number;
  /** Length of what `add` moves by, and the stream's median length, where it is known. */
  raw?: number;
  medianNorm?: number;
}

function layersSaid({ kind, layers, strength, bounds }: SteeringRecord, { about }: Directions): LayerSaid[] {
  return layers.map((layer, i) => {
    const medianNorm = about.medianNorms[directionTap(layer)];
    return {
      layer,
      kind,
      ...(strength === undefined ? {} : { strength, raw: strength * (medianNorm ?? Number.NaN) }),
      ...(bounds ? { bound: bounds[i]! } : {}),
      ...(medianNorm === undefined ? {} : { medianNorm }),
    };
  });
}

const sayLayer = ({ layer, kind, strength, raw, bound, medianNorm }: LayerSaid): string => {
  const stream = medianNorm === undefined ? "" : `, where the residual stream is ${medianNorm.toPrecision(3)} long`;
  if (strength !== undefined) return `Layer ${layer}: ${strength} (raw ${raw!.toPrecision(3)})${stream}.`;
  return bound === undefined
    ? `Layer ${layer}: taken out${stream}.`
    : `Layer ${layer}: ${kind} at ${bound.toPrecision(3)}${stream}.`;
};
