import type { DirectionOf, LayerPools } from "./types.ts";

/** v = mean over the pairs of (positive - negative), raw: the difference of the sides' means (arXiv 2507.21509, section 2.2). */
export const meanDifference =
  ({ positive, negative }: LayerPools): DirectionOf =>
  (pairs) => {
    const sum = new Float64Array(positive[0]!.length);
    for (const pair of pairs) {
      const [a, b] = [positive[pair]!, negative[pair]!];
      for (let i = 0; i < sum.length; i++) sum[i]! += a[i]! - b[i]!;
    }
    return sum.map((x) => x / pairs.length);
  };
