import { badInput } from "../../base/errors.ts";
import type { ModelConfig } from "../config.ts";

/** Checks what attention asks of the sizes: heads shared evenly, an even head. Throws "bad-input" naming the file. */
export function checkHeads(where: string, config: Pick<ModelConfig, "heads" | "kvHeads" | "headDim">): void {
  const { heads, kvHeads, headDim } = config;
  if (heads % kvHeads !== 0) {
    throw badInput(`${where} has ${heads} attention heads over ${kvHeads} key/value heads; a multiple is legal.`);
  }
  if (headDim % 2 !== 0) throw badInput(`${where} has heads of ${headDim} entries; an even number is legal.`);
}

/** The size of a head where the file does not give it. */
export function derivedHeadDim(where: string, dModel: number, heads: number): number {
  if (dModel % heads === 0) return dModel / heads;
  throw badInput(
    `${where} has a width of ${dModel} over ${heads} heads and gives no size of a head; a multiple is legal.`,
  );
}

/**
 * The longest sequence that full attention computes exactly: with a sliding window, the window. Up to its length a
 * window hides nothing.
 */
export function contextWithin(context: number, window: number | undefined): { context: number; notes: string[] } {
  if (window === undefined || window >= context) return { context, notes: [] };
  return {
    context: window,
    notes: [
      `context limited to the sliding window, ${window} of ${context} tokens: up to there the window hides nothing`,
    ],
  };
}
