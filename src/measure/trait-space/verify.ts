import { addScaled } from "../../model/directions/basis.ts";
import { cosine } from "../../model/directions/vectors.ts";
import type { PooledText, SpaceVector } from "./types.ts";

/** Below this cosine, a vector made anew is another one: float noise and 8-bit activations stay well above it. */
const same = 0.999;

/** The vector, without its pairs where their mean difference is not what its file holds: it was changed since, or read otherwise. */
export function madeOfThese(
  vector: SpaceVector,
  { pooled, layers, dModel }: { pooled: PooledText; layers: readonly number[]; dModel: number },
): SpaceVector {
  const { pairs } = vector;
  if ("undefined" in pairs) return vector;
  for (const layer of layers) {
    const sum = new Float64Array(dModel);
    for (const { positive, negative } of pairs) {
      addScaled(sum, pooled(positive, layer), 1);
      addScaled(sum, pooled(negative, layer), -1);
    }
    const found = cosine(sum, vector.layers.get(layer)!);
    if (!(found >= same))
      return {
        ...vector,
        pairs: {
          undefined: `its answers, read again, make another vector (cosine ${found.toFixed(3)} at layer ${layer}): it was changed, or read at another accuracy`,
        },
      };
  }
  return vector;
}
