import { pearson, spearman } from "../../measure/statistics/correlation.ts";
import { type Defined, isDefined } from "../../measure/statistics/defined.ts";
import { bounded, type Estimated } from "../../measure/statistics/estimated.ts";
import type { FoundCorrelations } from "./findings.ts";

/** How two figures of the same adapters go together; n = adapters that have both. */
export const correlationsOf = (x: readonly (number | null)[], y: readonly (number | null)[]): FoundCorrelations => ({
  pearson: found(pearson(x, y)),
  spearman: found(spearman(x, y)),
});

const found = (figure: Defined): Estimated | { undefined: string } => (isDefined(figure) ? bounded(figure) : figure);
