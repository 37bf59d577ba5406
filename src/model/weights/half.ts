const halves = new Float32Array(65536);
for (let bits = 0; bits < 65536; bits++) halves[bits] = decodeHalf(bits);

function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The half, little endian, at `at`. */
export const readHalf = (bytes: Uint8Array, at: number): number => halves[bytes[at]! | (bytes[at + 1]! << 8)]!;

/** Widens `values.length` halves (f16) or bfloat16s, little endian, to f32; exact. */
export function widenHalves(kind: "f16" | "bf16", bytes: Uint8Array, values: Float32Array): void {
  if (kind === "f16") {
    for (let i = 0; i < values.length; i++) values[i] = halves[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!;
    return;
  }
  // The bits are copied as integers: a NaN keeps its payload.
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) bits[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
}
