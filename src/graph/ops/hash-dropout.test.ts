import { describe, expect, it } from "vitest";
import { randomStream } from "../../base/random.ts";
import { placeMultiplier } from "./hash-dropout.ts";

describe("dropout in many places from one table of bits", () => {
  // Seven projections in each of 32 layers.
  const places = 224;
  const rate = 0.1;
  const draws = 8192;
  const stream = randomStream(0, "bits");
  const bits = Uint32Array.from({ length: draws }, () => stream.bits());
  const dropped = Array.from({ length: places }, (_, place) => {
    const multiplier = placeMultiplier(place);
    return Uint8Array.from(bits, (x) => +(Math.imul(x, multiplier) >>> 0 < rate * 2 ** 32));
  });
  const share = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / draws;
  /** Seven standard errors: by chance once in 10^11. */
  const far = (chance: number) => 7 * Math.sqrt((chance * (1 - chance)) / draws);

  it("drops the asked share in each place", () => {
    for (const place of dropped) expect(Math.abs(share(place) - rate)).toBeLessThan(far(rate));
  });

  it("drops in each pair of places as if they were independent, as peft's separate dropouts are", () => {
    let worst = 0;
    for (const [i, one] of dropped.entries())
      for (let j = 0; j < i; j++) {
        const other = dropped[j]!;
        let both = 0;
        for (let k = 0; k < draws; k++) both += one[k]! & other[k]!;
        worst = Math.max(worst, Math.abs(both / draws - rate ** 2));
      }
    expect(worst).toBeLessThan(far(rate ** 2));
  });
});
