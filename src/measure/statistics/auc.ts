import { cliffsDelta } from "./cliff.ts";
import { type Defined, isDefined } from "./defined.ts";

/**
 * Area under the receiver operating characteristic: P(a > b) + P(a = b) / 2 over all pairs, 0.5 by chance. It is (delta + 1) / 2 of
 * {@link cliffsDelta}, and so are its interval's ends. n counts both samples. Undefined with fewer than two values in a sample.
 */
export function auc(a: readonly number[], b: readonly number[]): Defined {
  const delta = cliffsDelta(a, b);
  if (!isDefined(delta)) return delta;
  const share = (x: number) => (x + 1) / 2;
  return { value: share(delta.value), low: share(delta.low), high: share(delta.high), n: delta.n };
}
