/** Pearson's r of two samples of equal length; NaN where either does not vary. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [centred(a), centred(b)];
  const dot = (u: Float64Array, v: Float64Array) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
  const spread = Math.sqrt(dot(x, x) * dot(y, y));
  return spread > 0 ? Math.max(-1, Math.min(1, dot(x, y) / spread)) : Number.NaN;
}

/** Spearman's rho: Pearson's r of the ranks, equal values sharing the mean of theirs. NaN where either does not vary. */
export const spearman = (a: ArrayLike<number>, b: ArrayLike<number>): number => pearson(midranks(a), midranks(b));

/** Ranks from 1; equal values share the mean of theirs. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let next = first + 1;
    while (next < order.length && values[order[next]!] === values[order[first]!]) next++;
    for (const i of order.slice(first, next)) ranks[i] = (first + 1 + next) / 2;
    first = next;
  }
  return ranks;
}

function centred(values: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(values);
  const mean = copy.reduce((sum, value) => sum + value, 0) / copy.length;
  return copy.map((value) => value - mean);
}
