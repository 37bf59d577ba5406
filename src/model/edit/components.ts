import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import { type LoraAdapter, type LoraPair, loraScale } from "../adapter/types.ts";

/** An adapter whose components are the singular directions of each place's update, strongest first. */
export interface ComponentAdapter extends LoraAdapter {
  /** Singular values [rank] of scale * b @ a, by place. */
  singularValues: ReadonlyMap<string, Float64Array>;
}

/**
 * The same adapter with every pair turned: row k of a is the k-th right singular vector of b @ a times its singular value, column k of b the
 * k-th left one. The product is the same but for rounding. By QR of both factors, so that only rank x rank is decomposed.
 */
export function inComponents(adapter: LoraAdapter): ComponentAdapter {
  const { rank } = adapter;
  const pairs = new Map<string, LoraPair>();
  const singularValues = new Map<string, Float64Array>();
  for (const [place, pair] of adapter.pairs) {
    const outer = pair.b.length / rank;
    const inner = pair.a.length / rank;
    const left = thinQr(Matrix.from1DArray(outer, rank, [...pair.b]));
    const right = thinQr(Matrix.from1DArray(rank, inner, [...pair.a]).transpose());
    const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(
      left.r.mmul(right.r.transpose()),
    );
    const b = left.q.mmul(leftSingularVectors);
    const a = Matrix.diag(diagonal).mmul(right.q.mmul(rightSingularVectors).transpose());
    pairs.set(place, { a: Float32Array.from(a.to1DArray()), b: Float32Array.from(b.to1DArray()) });
    singularValues.set(
      place,
      Float64Array.from(diagonal, (value) => value * loraScale(adapter)),
    );
  }
  return { ...adapter, pairs, singularValues };
}

function thinQr(x: Matrix): { q: Matrix; r: Matrix } {
  const { orthogonalMatrix, upperTriangularMatrix } = new QrDecomposition(x);
  return { q: orthogonalMatrix, r: upperTriangularMatrix };
}
