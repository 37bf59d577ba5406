import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { dot, norm } from "../../model/directions/vectors.ts";
import type { DirectionOf, LayerPools } from "./types.ts";

/**
 * repeng's `pca_diff`: first principal component of the differences positive - negative. As scikit-learn's PCA does, their mean is taken off
 * first, so it is where the pairs differ unlike each other, not where they differ on average. Unit length, sign by {@link signed}.
 */
export const pcaDifference = (pools: LayerPools): DirectionOf => firstComponent(pools, { centred: true });

/**
 * repeng's `pca_center`: first principal component of both sides, each pair's midpoint taken off. The rows are then +-(positive - negative) / 2,
 * whose mean is 0: the same as the first right singular vector of the differences. Unit length, sign by {@link signed}.
 */
export const pcaCentre = (pools: LayerPools): DirectionOf => firstComponent(pools, { centred: false });

/** By the Gram matrix of the differences [pairs, pairs], computed once: a subset of pairs is a part of it. */
function firstComponent(pools: LayerPools, { centred }: { centred: boolean }): DirectionOf {
  const { positive, negative } = pools;
  const rows = positive.map((row, pair) => Float64Array.from(row, (x, i) => x - negative[pair]![i]!));
  const gram = gramOf(rows);
  return (pairs) => {
    const own = pairs.map((i) => pairs.map((j) => gram[i]![j]!));
    const weights = topEigenvector(centred ? doublyCentred(own) : own);
    const mean = centred ? weights.reduce((sum, x) => sum + x, 0) / pairs.length : 0;
    const direction = new Float64Array(rows[0]!.length);
    for (const [k, pair] of pairs.entries()) {
      const row = rows[pair]!;
      for (let i = 0; i < direction.length; i++) direction[i]! += (weights[k]! - mean) * row[i]!;
    }
    const length = norm(direction);
    return signed(
      direction.map((x) => x / length),
      pairs.map((pair) => rows[pair]!),
    );
  };
}

/** Turned so that the positive text lies further along it than its partner in more pairs than not; as it is where they are even. */
function signed(direction: Float64Array, differences: readonly Float64Array[]): Float64Array {
  const votes = differences.reduce((sum, difference) => sum + Math.sign(dot(difference, direction)), 0);
  return votes < 0 ? direction.map((x) => -x) : direction;
}

function gramOf(rows: readonly Float64Array[]): number[][] {
  const gram = rows.map(() => new Array<number>(rows.length).fill(0));
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j <= i; j++) {
      const product = dot(rows[i]!, rows[j]!);
      gram[i]![j] = product;
      gram[j]![i] = product;
    }
  return gram;
}

/** The Gram matrix of the rows less their mean. */
function doublyCentred(gram: readonly (readonly number[])[]): number[][] {
  const means = gram.map((row) => row.reduce((sum, x) => sum + x, 0) / row.length);
  const mean = means.reduce((sum, x) => sum + x, 0) / means.length;
  return gram.map((row, i) => row.map((x, j) => x - means[i]! - means[j]! + mean));
}

function topEigenvector(symmetric: number[][]): number[] {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(symmetric), {
    assumeSymmetric: true,
  });
  const top = realEigenvalues.reduce((best, value, i) => (value > realEigenvalues[best]! ? i : best), 0);
  return eigenvectorMatrix.getColumn(top);
}
