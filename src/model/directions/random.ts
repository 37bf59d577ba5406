import { normals, randomStream } from "../../base/random.ts";
import type { Directions } from "./about.ts";
import { addScaled, orthonormal } from "./basis.ts";
import { dot } from "./vectors.ts";

/**
 * Random vectors in place of directions, as a control for them: with the same lengths and the same angles to each other, so that their
 * differences from layer to layer are as long too, but pointing anywhere. Each direction is written in an orthonormal basis of all
 * (Gram-Schmidt), and a random basis is put in its place.
 */
export function randomDirections(
  { vectors }: Pick<Directions, "vectors">,
  { seed, stream = "random directions" }: { seed: number; stream?: string },
): Map<number, Float32Array> {
  const own = orthonormal([...vectors.values()].map((vector) => Float64Array.from(vector)));
  const random = randomStream(seed, stream);
  const other = orthonormal(own.map(({ length }) => normals(length, random)));
  return new Map(
    [...vectors].map(([layer, vector]) => {
      const image = new Float64Array(vector.length);
      for (const [i, axis] of own.entries()) addScaled(image, other[i]!, dot(vector, axis));
      return [layer, Float32Array.from(image)];
    }),
  );
}
