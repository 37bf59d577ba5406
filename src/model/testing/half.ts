const scratch = new DataView(new ArrayBuffer(8));

/** The 16 bits of the IEEE half nearest to `value` (ties to even). */
export function floatToHalf(value: number): number {
  scratch.setFloat64(0, value);
  const sign = (scratch.getUint8(0) & 0x80) << 8;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  const units = roundToEven(size / 2 ** (exponent - 10));
  // A rounding up to 2048 units carries into the exponent by itself.
  return sign | (size < 2 ** -14 ? units : ((exponent + 14) << 10) + units);
}

/** The 16 bits of the bfloat16 nearest to `value` (ties to even). */
export function floatToBfloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
