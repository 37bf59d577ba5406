import fc from "fast-check";
import { expect, it } from "vitest";
import { foldOffsets } from "./fold-offsets.ts";
import type { BlockFormat } from "./format.ts";

/** A format of one group of four quants whose numbers are given. */
const one = (quants: readonly number[], scale: number, offset: number): BlockFormat => ({
  values: 4,
  bytes: 1,
  group: 4,
  offsets: true,
  bits: 4,
  unpack(_bytes, _at, q, scales, offsets) {
    q.set(quants);
    scales[0] = scale;
    offsets[0] = offset;
  },
});
const fold = (quants: readonly number[], scale: number, offset: number) => {
  const { quants: folded, scales } = foldOffsets(one(quants, scale, offset), new Uint8Array(1), 1);
  return [...folded].map((q) => scales[0]! * (q - 128));
};
const close = (actual: readonly number[], expected: readonly number[]) => {
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
};

it("is exact where offset / scale is a fraction that 8 bits hold", () => {
  close(fold([-8, -1, 0, 7], 0.5, 0.25), [-3.75, -0.25, 0.25, 3.75]);
  close(fold([-8, -1, 0, 7], -0.5, 1.5), [5.5, 2, 1.5, -2]);
  close(fold([-8, 0, 1, 7], 0.3, 0), [-2.4, 0, 0.3, 2.1]);
});

it("is exact for constant groups, zeros among them", () => {
  close(fold([3, 3, 3, 3], 0, -0.7), [-0.7, -0.7, -0.7, -0.7]);
  close(fold([3, 3, 3, 3], 0.1, 0.5), [0.8, 0.8, 0.8, 0.8]);
  close(fold([0, 1, 2, 3], 0, 0), [0, 0, 0, 0]);
});

it("rounds to 8 bits where the offset is far larger than the steps", () => {
  const folded = fold([-8, -1, 0, 7], 0.01, 100);
  for (const [i, q] of [-8, -1, 0, 7].entries()) expect(Math.abs(folded[i]! - (100 + 0.01 * q))).toBeLessThan(0.5);
});

it("keeps the steps of any group whose weights lie around zero, and moves it by less than a tenth of one", () => {
  const quant = fc.integer({ min: -8, max: 7 });
  fc.assert(
    fc.property(
      fc.array(quant, { minLength: 4, maxLength: 4 }),
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (quants, scale, place) => {
        // Zero lies between the least and the largest weight, as quantisers put it.
        const [low, high] = [Math.min(...quants), Math.max(...quants)];
        const offset = scale * (-low - ((high - low) * (place + 1)) / 2);
        const moved = fold(quants, scale, offset).map((value, i) => value - (scale * quants[i]! + offset));
        expect(Math.max(...moved) - Math.min(...moved)).toBeLessThan(1e-5 * scale);
        expect(Math.max(...moved.map(Math.abs))).toBeLessThan(0.1 * scale);
      },
    ),
  );
});
