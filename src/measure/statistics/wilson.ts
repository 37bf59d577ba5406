import { type Estimate, z95 } from "./estimate.ts";

/**
 * A proportion with Wilson's score interval: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). Never empty,
 * also at 0 and n successes. Throws RangeError where n is 0: there is no rate of nothing.
 */
export function wilson(successes: number, n: number, z: number = z95): Estimate {
  if (!(n > 0) || successes < 0 || successes > n)
    throw new RangeError(`wilson(${successes}, ${n}): need 0 <= successes <= n and n > 0`);
  const value = successes / n;
  const spread = z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n));
  const centre = value + (z * z) / (2 * n);
  const scale = 1 + (z * z) / n;
  return {
    value,
    low: successes === 0 ? 0 : (centre - spread) / scale,
    high: successes === n ? 1 : (centre + spread) / scale,
    n,
  };
}
