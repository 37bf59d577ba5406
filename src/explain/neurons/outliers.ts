import { quantile } from "../../measure/statistics/estimate.ts";
import type { UnitKind, UnitSpace } from "./units.ts";

/**
 * What makes a unit of the base model an outlier, in multiples of its layer's median unit's root mean square:
 * - `persistent`, for dimensions of the stream: its own root mean square is at least 6 times that (LLM.int8() calls features of magnitude 6
 *   outliers where the rest is about 1: Dettmers et al., arXiv 2208.07339);
 * - `massive`, for both kinds: its largest magnitude at any token is at least 1,000 times that (massive activations: Sun et al., arXiv 2402.17762,
 *   who also ask for a magnitude above 100, which depends on a model's scale and is left out).
 */
export const outlierCriterion = { persistent: 6, massive: 1000 } as const;

/** How far each unit of a space stands out. */
export interface Prominence {
  /** Root mean square, and largest magnitude, over the root mean square of its layer's median unit [units]. */
  ratio: Float64Array;
  peakRatio: Float64Array;
  /** 1 for an outlier. */
  outlier: Uint8Array;
}

/** Which units stand out already in the base model; vectors [units]. */
export function prominence(
  { kind, width, count }: Pick<UnitSpace, "width" | "count"> & { kind: UnitKind },
  rms: Float64Array,
  peaks: Float64Array,
): Prominence {
  const ratio = new Float64Array(count);
  const peakRatio = new Float64Array(count);
  const outlier = new Uint8Array(count);
  for (let from = 0; from < count; from += width) {
    const middle = quantile(rms.slice(from, from + width).sort(), 0.5);
    for (let i = from; i < from + width && middle > 0; i++) {
      ratio[i] = rms[i]! / middle;
      peakRatio[i] = peaks[i]! / middle;
      const persistent = kind === "residual" && ratio[i]! >= outlierCriterion.persistent;
      outlier[i] = persistent || peakRatio[i]! >= outlierCriterion.massive ? 1 : 0;
    }
  }
  return { ratio, peakRatio, outlier };
}
