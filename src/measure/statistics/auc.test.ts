import { expect, test } from "vitest";
import { auc } from "./auc.ts";

test("the area is the share of pairs in the right order, ties counting half", () => {
  // sklearn.metrics.roc_auc_score([1, 1, 1, 0, 0, 0, 0], [3, 2, 1, 2, 0, 0.5, 1]) = 0.8333333333333334
  expect(auc([3, 2, 1], [2, 0, 0.5, 1])).toMatchObject({ value: expect.closeTo(10 / 12, 12), n: 7 });
  expect(auc([2, 3], [0, 1])).toMatchObject({ value: 1, high: 1 });
  expect(auc([0, 1], [2, 3])).toMatchObject({ value: 0, low: 0 });
  expect(auc([1], [0, 2])).toHaveProperty("undefined");
});
