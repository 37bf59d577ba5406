import type { Projection } from "../config.ts";

/** One projection's low-rank update: y += scale * (x @ a^T) @ b^T. */
export interface LoraPair {
  /** f32 [rank, in], row-major. */
  a: Float32Array;
  /** f32 [out, rank], row-major. */
  b: Float32Array;
}

/** A LoRA adapter in memory; on disk it is a PEFT folder. */
export interface LoraAdapter {
  rank: number;
  alpha: number;
  /** Scale by alpha / sqrt(rank) instead of alpha / rank. */
  rsLora: boolean;
  /** Dropout it was trained with; plays no part once trained. */
  dropout: number;
  targets: readonly Projection[];
  /** By `${layer}.${projection}`, every layer and target. */
  pairs: ReadonlyMap<string, LoraPair>;
}

/** The factor on b @ a @ x: alpha / rank, or alpha / sqrt(rank) for rsLoRA (PEFT). */
export const loraScale = (adapter: Pick<LoraAdapter, "rank" | "alpha" | "rsLora">): number =>
  adapter.alpha / (adapter.rsLora ? Math.sqrt(adapter.rank) : adapter.rank);
