/** A unit of `layers.LAYER.mlp.act`. */
export interface Unit {
  layer: number;
  unit: number;
}

/**
 * What tuning is guarded with; it is taken away afterwards, and the adapter saved as it is.
 * - steer: c * v added to the residual stream at every token (preventative steering, arXiv 2507.21509, section 5.2). With several layers
 *   each adds what its direction has more than the one before, v_l - v_k, so that c * v_l has been added by layer l.
 * - ablate: h - (h . v) v for each direction v of unit length (CAFT, arXiv 2507.16795).
 * - penalise: strength * mean over the loss tokens of the sum over units of (a - mean of a in the base)^2 joins the loss.
 */
export type GuardRequest =
  | { kind: "steer"; file: string; strength: number; layers?: readonly number[] }
  | { kind: "ablate"; file: string; layers?: readonly number[] }
  | { kind: "penalise"; units: readonly Unit[]; strength: number };

/** A guard as the training graph has it; vectors by layer, at `layers.N.resid_post`. */
export type Guard =
  | { kind: "steer"; shifts: ReadonlyMap<number, Float32Array> }
  | { kind: "ablate"; axes: ReadonlyMap<number, Float32Array> }
  | { kind: "penalise"; units: ReadonlyMap<number, readonly number[]>; strength: number };

/** What a recipe, and a checkpoint's key, say of a guard. */
export type GuardRecord =
  | (DirectionsRecord & {
      kind: "steer";
      strength: number;
      /** By layer: length of what has been added by there over the median length of the residual stream. */
      shares: number[];
    })
  | (DirectionsRecord & { kind: "ablate" })
  | { kind: "penalise"; units: Unit[]; strength: number };

interface DirectionsRecord {
  /** SHA-256 of the directions' file, and what + means there. */
  directions: { sha256: string; meaning: string };
  layers: number[];
}
