import { norm } from "../../model/directions/vectors.ts";
import { denseMatrix } from "../classifier/regression/matrix.ts";
import { fitSoftmaxRegression } from "../classifier/regression/softmax-regression.ts";
import { standardisationOf, standardised } from "../classifier/regression/standardise.ts";
import type { DirectionOf, LayerPools } from "./types.ts";

/** Penalty of the binary regression on standardised columns, mean loss + penalty / 2 |w|^2: scikit-learn's C = 1 / (penalty rows). */
export const logisticPenalty = 0.1;

/**
 * The normal of the plane between the sides: logistic regression on standardised columns with an L2 penalty, its weights over the columns'
 * deviations, so that they lie in the residual stream's own space. Unit length, + toward the positive side.
 */
export const logistic =
  ({ positive, negative }: LayerPools): DirectionOf =>
  (pairs) => {
    const rows = [...pairs.map((pair) => positive[pair]!), ...pairs.map((pair) => negative[pair]!)];
    const labels = rows.map((_, row) => (row < pairs.length ? 1 : 0));
    const scale = standardisationOf(rows);
    const matrix = denseMatrix(rows.map((row) => standardised(row, scale)));
    // Softmax of two classes has the difference of their weights where the binary regression has one: half the penalty on each.
    const { weights } = fitSoftmaxRegression(matrix, labels, 2, { l2: 2 * logisticPenalty, tolerance: 1e-6 });
    const width = scale.mean.length;
    const normal = scale.deviation.map((deviation, i) => (weights[width + i]! - weights[i]!) / deviation);
    const length = norm(normal);
    return normal.map((x) => x / length);
  };
