/** A trained tensor and Adam's two running means of its gradient, all of one length. */
export interface TrainedTensor {
  values: Float32Array;
  /** Of the gradient, and of its square. */
  mean: Float32Array;
  square: Float32Array;
}

export interface AdamWOptions {
  lr: number;
  weightDecay: number;
  /** Updates done, this one included: 1 at the first. */
  step: number;
}

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/** Norm of all gradients together. */
export function globalNorm(gradients: readonly Float32Array[]): number {
  let sum = 0;
  for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) sum += gradient[i]! * gradient[i]!;
  return Math.sqrt(sum);
}

/** The factor that brings gradients of norm `norm` down to `limit`; 1 where they are below it or `limit` is 0. */
export const clipFactor = (norm: number, limit: number): number =>
  limit === 0 ? 1 : Math.min(1, limit / (norm + 1e-6));

/**
 * One update in place, as torch.optim.AdamW: w *= 1 - lr * decay; w -= lr / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + 1e-8), with
 * b1 = 0.9, b2 = 0.999 and the gradient times `factor`.
 */
export function adamW(
  { values, mean, square }: TrainedTensor,
  gradient: Float32Array,
  factor: number,
  { lr, weightDecay, step }: AdamWOptions,
): void {
  const keep = 1 - lr * weightDecay;
  const rate = lr / (1 - beta1 ** step);
  const correction = 1 / Math.sqrt(1 - beta2 ** step);
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i]! * factor;
    const m = mean[i]! * beta1 + g * (1 - beta1);
    const v = square[i]! * beta2 + g * g * (1 - beta2);
    mean[i] = m;
    square[i] = v;
    values[i] = values[i]! * keep - (rate * m) / (Math.sqrt(v) * correction + epsilon);
  }
}
