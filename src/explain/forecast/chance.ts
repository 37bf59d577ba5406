/** A forecast and the share of tuning seeds with which what it is about came to be. */
export interface Seen {
  x: number;
  share: number;
}

/** Chance where nothing is known but what the others did: their mean share, half a success and half a failure added. */
export const baseRate = (seen: readonly Seen[]): number =>
  (seen.reduce((sum, { share }) => sum + share, 0) + 0.5) / (seen.length + 1);

const steps = 100;

/**
 * Chance at `x` by a logistic curve through what was seen: the intercept a and slope b, on x in standard deviations z from its mean, that
 * maximise sum (share log p + (1 - share) log (1 - p)) + (log p0 + log (1 - p0)) / 2 - b^2 / 2 with p = 1 / (1 + exp (-a - b z)) and p0 the
 * one at z = 0. The last two terms keep it finite where a threshold parts all voices. Newton's method. Where x does not vary: {@link baseRate}.
 */
export function chanceAt(x: number, seen: readonly Seen[]): number {
  const mean = seen.reduce((sum, each) => sum + each.x, 0) / seen.length;
  const deviation = Math.sqrt(seen.reduce((sum, each) => sum + (each.x - mean) ** 2, 0) / seen.length);
  if (!(deviation > 1e-9 * Math.max(1, Math.abs(mean)))) return baseRate(seen);
  const rows = [...seen.map((each) => ({ z: (each.x - mean) / deviation, share: each.share })), { z: 0, share: 0.5 }];
  let [a, b] = [0, 0];
  for (let step = 0; step < steps; step++) {
    let [da, db, aa, ab, bb] = [0, -b, 0, 0, 1];
    for (const { z, share } of rows) {
      const p = logistic(a + b * z);
      const weight = p * (1 - p);
      da += share - p;
      db += (share - p) * z;
      aa += weight;
      ab += weight * z;
      bb += weight * z * z;
    }
    const determinant = aa * bb - ab * ab;
    const [stepA, stepB] = [(bb * da - ab * db) / determinant, (aa * db - ab * da) / determinant];
    // A step of more than this overshoots where the curve is flat.
    const shrink = Math.min(1, 4 / Math.hypot(stepA, stepB));
    a += shrink * stepA;
    b += shrink * stepB;
    if (Math.hypot(stepA, stepB) < 1e-12) break;
  }
  return logistic(a + (b * (x - mean)) / deviation);
}

const logistic = (t: number): number => 1 / (1 + Math.exp(-t));
