import { badInput } from "../../../base/errors.ts";
import { fileSha256 } from "../../../base/file-hash.ts";
import type { ModelConfig } from "../../../model/config.ts";
import { type Directions, directionTap } from "../../../model/directions/about.ts";
import { readDirections } from "../../../model/directions/file.ts";
import { increments } from "../../../model/directions/increments.ts";
import { norm } from "../../../model/directions/vectors.ts";
import type { Guard, GuardRecord, GuardRequest, Unit } from "./guard.ts";

interface GuardedModel {
  config: Pick<ModelConfig, "layers" | "dModel" | "dMlp">;
  sha256: string;
}

/**
 * A guard made ready. Throws "bad-input" for a file that is none of directions or another model's, a layer that it lacks, and a unit that
 * the model lacks or that is named twice.
 */
export async function openGuard(
  request: GuardRequest,
  model: GuardedModel,
): Promise<{ guard: Guard; record: GuardRecord }> {
  if (request.kind === "penalise") return penalised(request, model.config);
  const { file } = request;
  const directions = await readDirections(file, model);
  const layers = chosenLayers(request, directions, model.config);
  const record = {
    directions: { sha256: fileSha256(file), meaning: directions.about.meaning },
    layers,
  };
  const vector = (layer: number) => directions.vectors.get(layer)!;
  if (request.kind === "ablate") {
    const axes = layers.map((layer) => [layer, scaled(vector(layer), 1 / norm(vector(layer)))] as const);
    return { guard: { kind: "ablate", axes: new Map(axes) }, record: { kind: "ablate", ...record } };
  }
  const { strength } = request;
  const shifts = increments(layers.map((layer) => [layer, vector(layer)] as const)).map(
    ([layer, increment]) => [layer, scaled(increment, strength)] as const,
  );
  const shareOf = (layer: number) =>
    (Math.abs(strength) * norm(vector(layer))) / directions.about.medianNorms[directionTap(layer)]!;
  return {
    guard: { kind: "steer", shifts: new Map(shifts) },
    record: { kind: "steer", ...record, strength, shares: layers.map(shareOf) },
  };
}

const scaled = (x: Float32Array, factor: number): Float32Array => x.map((value) => factor * value);

/** The layers asked for, or all of the file, ascending. */
function chosenLayers(
  { file, layers }: Extract<GuardRequest, { file: string }>,
  { vectors }: Directions,
  config: Pick<ModelConfig, "layers">,
): number[] {
  const there = [...vectors.keys()];
  const chosen = [...(layers ?? there)].sort((a, b) => a - b);
  const missing = chosen.find((layer) => !vectors.has(layer));
  if (missing === undefined) return chosen;
  const why = missing < config.layers ? "" : ` (the model's layers are 0 to ${config.layers - 1})`;
  throw badInput(
    `${file} has no direction for layer ${missing}${why}: it has directions for ${there.join(", ")}; choose among these.`,
  );
}

function penalised(
  { units, strength }: Extract<GuardRequest, { kind: "penalise" }>,
  { layers, dMlp }: GuardedModel["config"],
): { guard: Guard; record: GuardRecord } {
  if (units.length === 0)
    throw badInput("No unit was named to hold at its base mean: name at least one, as LAYER:UNIT.");
  const byLayer = new Map<number, number[]>();
  const order = units.toSorted((a, b) => a.layer - b.layer || a.unit - b.unit);
  for (const { layer, unit } of order) {
    if (!(layer < layers && unit < dMlp))
      throw badInput(
        `There is no MLP unit ${layer}:${unit}: the model has layers 0 to ${layers - 1} with units 0 to ${dMlp - 1} each.`,
      );
    const own = byLayer.get(layer) ?? [];
    if (own.includes(unit)) throw badInput(`The MLP unit ${layer}:${unit} is named twice: name each once.`);
    byLayer.set(layer, [...own, unit]);
  }
  const record = {
    kind: "penalise" as const,
    units: order.map(({ layer, unit }): Unit => ({ layer, unit })),
    strength,
  };
  return { guard: { kind: "penalise", units: byLayer, strength }, record };
}
