/**
 * Holm's step-down adjustment of p-values (Scandinavian Journal of Statistics 6, 1979, 65-70): the i-th smallest of m is
 * multiplied by m - i + 1, made monotone and capped at 1. Adjusted values below alpha keep the chance of any false call
 * in the family below alpha, however the tests depend on each other. Given back in the order of the input.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let most = 0;
  order.forEach((at, rank) => {
    most = Math.max(most, Math.min(1, pValues[at]! * (pValues.length - rank)));
    adjusted[at] = most;
  });
  return adjusted;
}
