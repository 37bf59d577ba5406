import { normals, randomStream } from "../../base/random.ts";
import { principalComponents } from "./components.ts";
import { cosineMatrix } from "./cosines.ts";
import type { Chance } from "./findings.ts";
import { chanceOf } from "./summary.ts";

/** Shares of variance of the components of as many random vectors of a width (standard normal), by component. */
export function randomShares(
  { vectors, dModel }: { vectors: number; dModel: number },
  { seed, draws }: { seed: number; draws: number },
): Chance[] {
  const random = randomStream(seed, "trait space/random");
  const all = Array.from({ length: draws }, () => {
    const drawn = Array.from({ length: vectors }, () => normals(dModel, random));
    return principalComponents(cosineMatrix(drawn)).shares;
  });
  return all[0]!.map((_, k) => chanceOf(all.map((shares) => shares[k]!)));
}
