import fc from "fast-check";
import { expect, test } from "vitest";
import { floatToHalf } from "../testing/half.ts";
import { widenHalves } from "./half.ts";
import { toHalf, toHalves } from "./narrow.ts";

test("every half comes back as it was", () => {
  const finite = Uint16Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
  const wide = new Float32Array(finite.length);
  widenHalves("f16", new Uint8Array(finite.buffer), wide);
  expect(toHalves(wide)).toEqual(finite);
});

test("any f32 becomes the nearest half, ties to even", () => {
  fc.assert(
    fc.property(fc.float(), (value) => {
      expect(toHalf(value)).toBe(floatToHalf(value));
    }),
    { numRuns: 2000 },
  );
  for (const value of [1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25, 65519, 65520, -1e-9, -0])
    expect(toHalf(value)).toBe(floatToHalf(value));
});
