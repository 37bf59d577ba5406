/**
 * Additive causal mask f32 [batch, 1, groups * pos, lead + pos] for sequences that start at column `lead` and are padded on the right: a
 * row looks at its own column and those before, among them the `lead` columns of what stands before the text. Padding comes after
 * every real column, so lengths do not matter.
 */
export function causalMask(batch: number, groups: number, pos: number, lead = 0): Float32Array {
  const width = lead + pos;
  const mask = new Float32Array(batch * groups * pos * width).fill(Number.NEGATIVE_INFINITY);
  for (let line = 0; line < batch * groups * pos; line++)
    mask.fill(0, line * width, line * width + lead + (line % pos) + 1);
  return mask;
}
