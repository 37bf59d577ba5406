/** Softmax of one row of logits, in f64. */
export function softmaxRow(logits: ArrayLike<number>): Float64Array {
  const row = Float64Array.from(logits);
  const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = row.map((x) => Math.exp(x - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((x) => x / total);
}
