import { dot, norm } from "./vectors.ts";

/** An orthonormal basis of what vectors span, orthogonalised twice against rounding (Gram-Schmidt); those that add nothing are left out. */
export function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.slice();
    for (const axis of [...basis, ...basis]) addScaled(rest, axis, -dot(rest, axis));
    const length = norm(rest);
    if (length > 1e-6 * norm(vector)) basis.push(rest.map((x) => x / length));
  }
  return basis;
}

/** The part of a vector that lies in what an orthonormal basis spans. */
export function project(vector: ArrayLike<number>, basis: readonly Float64Array[]): Float64Array {
  const part = new Float64Array(vector.length);
  for (const axis of basis) addScaled(part, axis, dot(vector, axis));
  return part;
}

/** sum += factor * x. */
export function addScaled(sum: Float64Array, x: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + factor * x[i]!;
}
