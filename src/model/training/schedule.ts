/** How the learning rate goes. */
export interface RateOptions {
  /** Its peak. */
  lr: number;
  schedule: "cosine" | "linear" | "constant";
  /** Share of all steps over which it rises from 0. */
  warmupRatio: number;
}

/**
 * Learning rate of step `step` (0 is the first) of `steps`: a linear rise from 0 over the first ceil(ratio * steps), then constant,
 * straight down to 0, or down half a cosine, as transformers' `get_{constant,linear,cosine}_schedule_with_warmup`.
 */
export function learningRate(step: number, steps: number, { lr, schedule, warmupRatio }: RateOptions): number {
  const warmup = Math.ceil(warmupRatio * steps);
  if (step < warmup) return (lr * step) / Math.max(1, warmup);
  if (schedule === "constant") return lr;
  const progress = (step - warmup) / Math.max(1, steps - warmup);
  if (schedule === "linear") return lr * Math.max(0, 1 - progress);
  return lr * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
}
