/**
 * Where llama.cpp put a row of Hugging Face's q or k projection. The converter pairs entry i of a head's first half
 * with entry i of its second (`reshape(heads, 2, d / 2, in).swapaxes(1, 2)`), since its rotary embedding turns
 * neighbours; undoing it means reading row h*d + j*d/2 + i from h*d + 2i + j.
 */
export function permutedRow(row: number, headDim: number): number {
  const half = headDim / 2;
  const within = row % headDim;
  return row - within + (within < half ? 2 * within : 2 * (within - half) + 1);
}
