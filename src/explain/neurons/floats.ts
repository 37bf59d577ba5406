/** Numbers as items keep them: f32, little-endian, in base64; a tenth of a percent of their digits is not worth ten times the bytes. */
export function packed(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(4 * values.length);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i]!, 4 * i);
  return bytes.toString("base64");
}

/** What {@link packed} wrote. */
export function unpacked(text: string): Float64Array {
  const bytes = Buffer.from(text, "base64");
  return Float64Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(4 * i));
}
