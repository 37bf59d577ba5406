import { exactMcNemar } from "./paired.ts";

/** P(X >= k) for X binomial with n trials of chance p. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  let logTerm = n * Math.log1p(-p);
  let below = Math.exp(logTerm);
  let tail = 0;
  for (let i = 1; i <= n; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    if (i < k) below += Math.exp(logTerm);
    else tail += Math.exp(logTerm);
  }
  // The smaller part is the exact one: the larger has lost it to rounding.
  return Math.min(1, tail < below ? tail : 1 - below);
}

/** Two-sided exact p of k successes in n trials of chance p: twice the smaller tail, at most 1. */
export function binomialTest(k: number, n: number, p: number): number {
  return Math.min(1, 2 * Math.min(binomialUpperTail(k, n, p), binomialUpperTail(n - k, n, 1 - p)));
}

/**
 * The smallest rise of a paired proportion that the exact McNemar test calls with chance `power`: where `onlyReference`
 * of n pairs say yes in the reference alone, the share that must say yes in the arm alone, less onlyReference / n.
 * Null where no outcome of so few pairs reaches `alpha`.
 */
export function detectableRise(n: number, onlyReference: number, alpha: number, power = 0.8): number | null {
  let needed = onlyReference + 1;
  while (needed <= n - onlyReference && exactMcNemar(needed, onlyReference) >= alpha) needed++;
  if (needed > n - onlyReference) return null;
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (binomialUpperTail(needed, n, middle) < power) low = middle;
    else high = middle;
  }
  return Math.min(1, high) - onlyReference / n;
}
