/** A pair of answers that a vector was made of, as indices of texts. */
export interface PairOfTexts {
  question: string;
  positive: number;
  negative: number;
}

/** A vector at several layers, and what it was made of. */
export interface SpaceVector {
  name: string;
  /** What + means. */
  meaning: string;
  /** "extraversion/high" where it is a pole of the Big Five. */
  pole: string | null;
  layers: ReadonlyMap<number, Float32Array>;
  /** The pairs of which it is the mean difference, or why it cannot be made anew of other questions. */
  pairs: readonly PairOfTexts[] | { undefined: string };
}

/** Pooled vectors of texts: f32 [d_model] of a text at a layer. */
export type PooledText = (text: number, layer: number) => Float32Array;
