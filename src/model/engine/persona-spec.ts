import { join } from "node:path";
import type { DirectionsReader } from "../directions/file.ts";
import type { Persona } from "../persona.ts";
import { openSteering } from "../steering/open.ts";
import type { ModelSpec } from "./load.ts";

/**
 * What a persona of a folder changes in the model itself, as a spec has it; what it says is left to `personaChat`. Throws "bad-input" where a
 * vector is not there or does not fit the model.
 */
export async function personaSpec(
  folder: string,
  persona: Persona,
  model: DirectionsReader,
): Promise<Pick<ModelSpec, "adapter" | "steering" | "prefix">> {
  const steering = await openSteering(folder, persona.steering, model);
  return {
    ...(persona.adapter === undefined ? {} : { adapter: join(folder, persona.adapter) }),
    ...(steering && { steering }),
    ...(persona.psychadapter && { prefix: { path: join(folder, persona.psychadapter), z: persona.z ?? {} } }),
  };
}
