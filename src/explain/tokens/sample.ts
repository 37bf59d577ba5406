import { bootstrap, bootstrapMean, drawResamples, type Resamples } from "../../measure/statistics/bootstrap.ts";
import type { Estimate } from "../../measure/statistics/estimate.ts";
import type { Estimated } from "../findings.ts";

/** Estimates from values by text: whole texts are resampled, the same draws for all samples of one size. */
export class TextSample {
  private readonly seed: number;
  private readonly draws = new Map<number, Resamples>();

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Mean with its bootstrap interval. Throws RangeError without values. */
  mean(values: readonly number[], support?: readonly [number, number]): Estimated {
    if (values.length === 0) throw new RangeError("the mean of no texts");
    return bounded(bootstrapMean(values, this.of(values.length), support));
  }

  /** Geometric mean of a[i] / b[i]; what lies below `floor` counts as that, and `raised` says how often. */
  ratio(a: readonly number[], b: readonly number[], floor = 1e-12): { ratio: Estimated; raised: number } {
    const logs = a.map((x, i) => Math.log(Math.max(x, floor)) - Math.log(Math.max(b[i]!, floor)));
    const mean = (indices: Uint32Array) => indices.reduce((sum, i) => sum + logs[i]!, 0) / indices.length;
    const { value, low, high, n } = bootstrap(this.of(a.length), mean);
    const raised = [...a, ...b].filter((x) => x < floor).length;
    return { ratio: bounded({ value: Math.exp(value), low: Math.exp(low), high: Math.exp(high), n }), raised };
  }

  private of(n: number): Resamples {
    const known = this.draws.get(n) ?? drawResamples(n, { seed: this.seed, stream: "explain/tokens" });
    this.draws.set(n, known);
    return known;
  }
}

const bounded = ({ value, low, high, n }: Estimate): Estimated => ({
  value,
  low: Number.isFinite(low) ? low : null,
  high: Number.isFinite(high) ? high : null,
  n,
});
