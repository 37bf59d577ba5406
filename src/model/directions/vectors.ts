/** Sum of products, in doubles. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean length. */
export const norm = (x: ArrayLike<number>): number => Math.sqrt(dot(x, x));

/** Cosine of the angle between two vectors; NaN where one has no length. */
export const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => dot(a, b) / (norm(a) * norm(b));

/** A vector at length 1, f32; NaN where it has no length. */
export function unitOf(vector: Float32Array): Float32Array {
  const length = norm(vector);
  return vector.map((x) => x / length);
}
