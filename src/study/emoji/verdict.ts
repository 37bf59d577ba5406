import { detectableRise } from "../../measure/statistics/binomial.ts";
import { z95 } from "../../measure/statistics/estimate.ts";
import type { Contrast, Settings, Verdict } from "./findings.ts";

/** A contrast's verdict on "it rises", and what it hung on. */
export interface Judgement {
  verdict: Exclude<Verdict, "not tested">;
  /** Why a rise whose own interval leaves out "none" was not called. */
  withheld?: "correction" | "seeds";
  /** The rise that would have been called with a chance of 80 %; null where no outcome of so few questions could have been, absent where it is not known. */
  detectable?: number | null;
}

/**
 * - shown: the interval lies above no change, p after Holm's correction is below alpha, and no tuning seed went the other way;
 * - contradicted: the same below no change;
 * - shown absent: the interval leaves out every rise as large as the smallest effect that counts;
 * - not shown: anything else.
 */
export function judge(
  contrast: Contrast,
  settings: Pick<Settings, "alpha" | "smallestEffect">,
  familySize: number,
): Judgement {
  const { scale, estimate, pHolm, bySeed } = contrast;
  const none = scale === "ratio" ? 1 : 0;
  const smallest = scale === "ratio" ? settings.smallestEffect.ratio : settings.smallestEffect.share;
  const above = estimate.low !== null && estimate.low > none;
  const below = estimate.high !== null && estimate.high < none;
  const called = pHolm < settings.alpha;
  if (above && called && bySeed.every((value) => value >= none)) return { verdict: "shown" };
  if (below && called && bySeed.every((value) => value <= none)) return { verdict: "contradicted" };
  if (estimate.high !== null && estimate.high < smallest) return { verdict: "shown absent" };
  return {
    verdict: "not shown",
    ...(above ? { withheld: called ? "seeds" : "correction" } : {}),
    ...detectable(contrast, settings.alpha / familySize),
  };
}

/** For shares by the exact test at Holm's first, strictest level; for ratios from the interval's width, without correction. */
function detectable({ scale, estimate, favours, paired }: Contrast, alpha: number): Pick<Judgement, "detectable"> {
  if (scale === "difference") {
    return paired && favours ? { detectable: detectableRise(estimate.n, favours.against, alpha) } : {};
  }
  const { low, high } = estimate;
  if (low === null || high === null || !(low > 0)) return {};
  const error = (Math.log(high) - Math.log(low)) / (2 * z95);
  return { detectable: Math.exp((z95 + z80) * error) };
}

/** The 80 % point of the standard normal distribution. */
const z80 = 0.8416212335729143;
