import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nf4Values } from "../../graph/ops/dequantize-nf4.ts";
import { nf4Block, quantizeNf4 } from "./nf4.ts";
import { doubleQuantized, dynamicCode } from "./nf4-absmax.ts";

interface Case {
  name: string;
  weight: string;
  quants: string;
  absmax: string;
  doubleAbsmax: string;
  values: string | null;
}

/** oracles/weights_nf4.py: bitsandbytes' device-independent kernels. */
const golden: { code: string; cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/weights_nf4.json", import.meta.url), "utf8"),
);
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
const floatsOf = (text: string) => new Float32Array(bytesOf(text).buffer);

const { cases } = golden;

const dequantized = (quants: Uint8Array, absmax: Float32Array, length: number) =>
  Float32Array.from({ length }, (_, i) => {
    const q = i % 2 === 0 ? quants[i >> 1]! >> 4 : quants[i >> 1]! & 15;
    return nf4Values[q]! * absmax[Math.floor(i / nf4Block)]!;
  });

describe("NF4", () => {
  it.each(cases)("equals bitsandbytes' bit for bit: $name", ({ weight, quants, absmax, values }) => {
    const weights = floatsOf(weight);
    const result = quantizeNf4(weights);
    expect(result.quants).toEqual(bytesOf(quants));
    expect(result.absmax).toEqual(floatsOf(absmax));
    if (values !== null) expect(dequantized(result.quants, result.absmax, weights.length)).toEqual(floatsOf(values));
  });

  it("has the same dynamic code", () => {
    expect(dynamicCode).toEqual(floatsOf(golden.code));
  });

  it.each(cases)("equals bitsandbytes' with double quantisation: $name", ({ absmax, doubleAbsmax }) => {
    const [ours, theirs] = [doubleQuantized(floatsOf(absmax)), floatsOf(doubleAbsmax)];
    const peak = Math.max(...theirs);
    // The mean's sum is rounded in another order there: an ulp.
    for (const [i, value] of ours.entries()) expect(Math.abs(value - theirs[i]!)).toBeLessThanOrEqual(2 ** -23 * peak);
  });

  it("may be cut into parts", () => {
    const weights = floatsOf(cases[0]!.weight);
    const whole = quantizeNf4(weights);
    const tail = quantizeNf4(weights.subarray(640));
    expect(tail.quants).toEqual(whole.quants.subarray(320));
    expect(tail.absmax).toEqual(whole.absmax.subarray(10));
  });
});
