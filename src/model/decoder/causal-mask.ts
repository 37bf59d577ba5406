/**
 * Additive causal mask f32 [batch, 1, groups * pos, pos] for sequences that start at column 0 and are padded on the right: a
 * row looks at its own column and those before. Padding comes after every real column, so lengths do not matter.
 */
export function causalMask(batch: number, groups: number, pos: number): Float32Array {
  const mask = new Float32Array(batch * groups * pos * pos).fill(Number.NEGATIVE_INFINITY);
  for (let line = 0; line < batch * groups * pos; line++) mask.fill(0, line * pos, line * pos + (line % pos) + 1);
  return mask;
}
