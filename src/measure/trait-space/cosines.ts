import { dot } from "../../model/directions/vectors.ts";

/** Cosines between all vectors, [vector, vector]; NaN in the rows of one without length. */
export function cosineMatrix(vectors: readonly ArrayLike<number>[]): number[][] {
  const products = vectors.map(() => new Array<number>(vectors.length).fill(0));
  for (let a = 0; a < vectors.length; a++)
    for (let b = 0; b <= a; b++) {
      products[a]![b] = dot(vectors[a]!, vectors[b]!);
      products[b]![a] = products[a]![b]!;
    }
  const lengths = products.map((row, i) => Math.sqrt(row[i]!));
  return products.map((row, a) =>
    row.map((x, b) => (a === b ? (x > 0 ? 1 : Number.NaN) : x / (lengths[a]! * lengths[b]!))),
  );
}
