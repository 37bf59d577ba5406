import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Principal components of a set of unit vectors. */
export interface Components {
  /** Share of the variance around the mean of the vectors, by component, largest first: one less than there are vectors. */
  shares: number[];
  /** The vectors' places along each component, [component, vector]; the one that is farthest out is positive. */
  scores: number[][];
  /** Squared length of the vectors' mean: 0 where they cancel out, 1 where they are all the same. */
  common: number;
}

/**
 * Principal components (mean taken off) of unit vectors, from their cosines alone: the doubly centred matrix of inner products has the same
 * eigenvalues, and its eigenvectors by the root of those are the scores. All shares are 0 where the vectors are the same.
 */
export function principalComponents(cosines: readonly (readonly number[])[]): Components {
  const n = cosines.length;
  const means = cosines.map((row) => row.reduce((sum, x) => sum + x, 0) / n);
  const common = means.reduce((sum, x) => sum + x, 0) / n;
  const centred = cosines.map((row, i) => row.map((x, j) => x - means[i]! - means[j]! + common));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(centred), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const kept = order.slice(0, Math.max(1, n - 1));
  const values = kept.map((i) => Math.max(0, realEigenvalues[i]!));
  const total = values.reduce((sum, x) => sum + x, 0);
  return {
    shares: values.map((value) => (total > 1e-12 ? value / total : 0)),
    scores: kept.map((i, k) => turned(eigenvectorMatrix.getColumn(i).map((x) => x * Math.sqrt(values[k]!)))),
    common,
  };
}

function turned(scores: number[]): number[] {
  const farthest = scores.reduce((most, x) => (Math.abs(x) > Math.abs(most) + 1e-9 ? x : most), 0);
  return farthest < 0 ? scores.map((x) => -x) : scores;
}
