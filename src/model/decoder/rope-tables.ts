import type { RopeConfig } from "../config.ts";

/** Angles of rotary embedding: cos and sin [positions, dims / 2], row-major. */
export interface RopeTables {
  positions: number;
  half: number;
  cos: Float32Array;
  sin: Float32Array;
}

/**
 * Inverse frequencies theta^(-2i/dims), scaled as the model asks; what Hugging Face's `ROPE_INIT_FUNCTIONS` compute.
 * @param length tokens in the longest sequence of the run: dynamic NTK scaling depends on it
 */
function inverseFrequencies(rope: RopeConfig, length: number): Float64Array {
  const { dims, scaling } = rope;
  let { theta } = rope;
  if (scaling.kind === "dynamic" && length > scaling.originalContext) {
    const stretch = (scaling.factor * length) / scaling.originalContext - (scaling.factor - 1);
    theta *= stretch ** (dims / (dims - 2));
  }
  // Hugging Face computes them in float32 and the angles from those, so ours are rounded at the same places.
  const base = Float64Array.from({ length: dims / 2 }, (_, i) =>
    Math.fround(1 / Math.fround(theta ** Math.fround((2 * i) / dims))),
  );
  if (scaling.kind === "linear") return base.map((f) => Math.fround(f / scaling.factor));
  if (scaling.kind === "factors") return base.map((f, i) => Math.fround(f / scaling.factors[i]!));
  if (scaling.kind === "llama3") return base.map((f) => Math.fround(llama3(f, scaling)));
  return base;
}

/** Llama 3.1's scaling: long wavelengths divided by the factor, short ones kept, a linear blend between. */
function llama3(frequency: number, scaling: Extract<RopeConfig["scaling"], { kind: "llama3" }>): number {
  const { factor, lowFreqFactor, highFreqFactor, originalContext } = scaling;
  const wavelength = (2 * Math.PI) / frequency;
  if (wavelength > originalContext / lowFreqFactor) return frequency / factor;
  if (wavelength < originalContext / highFreqFactor) return frequency;
  const smooth = (originalContext / wavelength - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
  return ((1 - smooth) * frequency) / factor + smooth * frequency;
}

/** Tables for positions 0 .. positions - 1. */
export function ropeTables(rope: RopeConfig, positions: number): RopeTables {
  const frequencies = inverseFrequencies(rope, positions);
  const half = frequencies.length;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let p = 0; p < positions; p++)
    for (let i = 0; i < half; i++) {
      const angle = Math.fround(p * frequencies[i]!);
      cos[p * half + i] = Math.cos(angle);
      sin[p * half + i] = Math.sin(angle);
    }
  return { positions, half, cos, sin };
}
