import { badInput } from "../../base/errors.ts";
import { type Directions, directionTap } from "./about.ts";
import { orthonormal, project } from "./basis.ts";
import { norm } from "./vectors.ts";

/**
 * Directions less their parts along others of the same layers (purification, arXiv 2509.04794): more along what is left says nothing of those.
 * Throws "bad-input" where the others lack a layer, or where hardly anything is left.
 */
export function purified({ about, vectors }: Directions, others: readonly Directions[]): Directions {
  const left = [...vectors].map(([layer, vector]) => {
    const along = others.map((other) => {
      const own = other.vectors.get(layer);
      if (!own) throw badInput(`"${other.about.meaning}" has no direction at ${directionTap(layer)} to purify by.`);
      return Float64Array.from(own);
    });
    const part = project(vector, orthonormal(along));
    const rest = vector.map((x, i) => x - part[i]!);
    if (norm(rest) < 1e-3 * norm(vector))
      throw badInput(
        `At ${directionTap(layer)} "${about.meaning}" lies along ${others.map((other) => `"${other.about.meaning}"`).join(", ")}: nothing is left of it.`,
      );
    return [layer, rest] as const;
  });
  const recipe = { ...about.recipe, orthogonalTo: others.map((other) => other.about.meaning) };
  return { about: { ...about, recipe }, vectors: new Map(left) };
}
