import { argmax } from "./draw.ts";
import type { Sampling } from "./sampling.ts";

/** Softmax of the penalised logits at the temperature (the logits themselves where it is 0). */
export function penalised(
  logits: Float32Array,
  seen: ReadonlySet<number>,
  { repetitionPenalty, temperature }: Sampling,
): Float32Array {
  const row = Float32Array.from(logits);
  for (const token of seen)
    row[token] = row[token]! > 0 ? row[token]! / repetitionPenalty : row[token]! * repetitionPenalty;
  if (temperature === 0) return row;
  const top = row[argmax(row)]!;
  let total = 0;
  for (let i = 0; i < row.length; i++) total += row[i] = Math.exp((row[i]! - top) / temperature);
  for (let i = 0; i < row.length; i++) row[i]! /= total;
  return row;
}
