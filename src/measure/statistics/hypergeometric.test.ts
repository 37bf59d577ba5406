import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hypergeometricUpperTail } from "./hypergeometric.ts";

const { tails } = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/explain_neurons.json", import.meta.url), "utf8"),
) as { tails: { shared: number; n: number; marked: number; k: number; p: number }[] };

test.each(tails)("P(X >= $shared), $k of $n, $marked marked, as SciPy has it", ({ shared, p, ...given }) => {
  expect(Math.abs(hypergeometricUpperTail(shared, given) - p)).toBeLessThan(1e-9 + 1e-8 * p);
});
