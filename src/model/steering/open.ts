import { join } from "node:path";
import { type DirectionsReader, readDirections } from "../directions/file.ts";
import { steersOf } from "./from-record.ts";
import type { SteeringRecord } from "./record.ts";
import type { Steer } from "./types.ts";

/**
 * What steers the persona of a folder, in the order of its records; undefined where nothing does. Throws "bad-input" as `readDirections` and
 * `steersOf` do.
 */
export async function openSteering(
  folder: string,
  records: readonly SteeringRecord[] | undefined,
  model: DirectionsReader,
): Promise<Steer[] | undefined> {
  if (!records) return undefined;
  const steers: Steer[] = [];
  for (const record of records)
    steers.push(...steersOf(record, await readDirections(join(folder, record.vectors), model)));
  return steers;
}
