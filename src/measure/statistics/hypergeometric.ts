/** P(X >= shared) where k of n things are drawn and `marked` of the n are marked. Sums of logarithms, for any n. */
export function hypergeometricUpperTail(
  shared: number,
  { n, marked, k }: { n: number; marked: number; k: number },
): number {
  const most = Math.min(marked, k);
  let total = 0;
  for (let x = Math.max(shared, 0, k + marked - n); x <= most; x++)
    total += Math.exp(logChoose(marked, x) + logChoose(n - marked, k - x) - logChoose(n, k));
  return Math.min(1, total);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
