import type { Projection } from "../config.ts";

/**
 * One change to one tap, while a model runs. Units are indices of the tap's entries: neurons of `mlp.act`, dimensions of the residual
 * stream. Several edits of a tap act in the order in which this type lists them.
 */
export type Edit =
  /** Multiplies units: 0 takes them out, 1 does nothing. */
  | { kind: "scale"; tap: string; units: readonly number[]; factor: number }
  /** Clamps units to values, one each. */
  | { kind: "set"; tap: string; units: readonly number[]; values: readonly number[] }
  /**
   * Gives units the values that they have in the twin's run on the same tokens (interchange): `share` of the way, 1 being all of it. Of
   * prompts that differ only the last token is the same.
   */
  | { kind: "take"; tap: string; units: readonly number[] | "all"; share?: number }
  /** Adds a vector [width]. */
  | { kind: "add"; tap: string; vector: Float32Array }
  /**
   * Holds the projection on a unit vector [width] between bounds: h + (clamp(h.v, low, high) - h.v) v. Both 0 ablates the direction, both
   * the same mean-ablates it, one infinite is a cap or a floor.
   */
  | { kind: "hold"; tap: string; direction: Float32Array; low: number; high: number };

export type EditKind = Edit["kind"];

/**
 * How strongly a variant runs with one adapter: 0 is the base model, 1 the adapter; or by place, `LAYER.PROJECTION`, one number or one for
 * each component (rank).
 */
export type AdapterStrength =
  | number
  | { default: number; places: Readonly<Record<string, number | readonly number[]>> };

/** One way to run a model: with its adapters at some strength, and edited. What is left out is not done. */
export interface Variant {
  /** Unique; results name it so. */
  id: string;
  /** In the order of the plan's adapters; all 0 where left out. */
  adapters?: readonly AdapterStrength[];
  edits?: readonly Edit[];
  /** Which tokens are edited: all, those of the response with the last of the prompt, which predicts its first, or the others. Adapters always act on all. */
  where?: "all" | "prompt" | "response";
  /** The variant whose values its `take` edits take: it runs beside it on the same tokens. */
  twin?: string;
}

/** Ways to run a model that a session knows. Texts name theirs by id; those that name none run as the first. */
export interface EditedSpec {
  variants: readonly Variant[];
  /** Absolute paths of PEFT folders, which each variant runs at a strength of its own. */
  adapters: readonly string[];
  /** Turn the adapters into their singular directions first, so that a strength by component is one of a direction of the update. */
  components?: boolean;
  /** What the session is made for, where later calls bring other variants; by default what these need. */
  plan?: EditPlan;
}

/** What a session must be able to do: each costs a little at every token, so only what some variant needs is built. */
export interface EditPlan {
  /** Which kinds of edits, at which taps. */
  taps: Readonly<Record<string, readonly EditKind[]>>;
  /** Most `hold` edits of one variant at one tap. */
  holds: number;
  /** PEFT folders to run with, each at the variant's strength. */
  adapters: readonly string[];
  /** Whether strengths are given by place; one number an adapter otherwise. */
  byPlace: boolean;
}

/** The name of a place in an adapter. */
export const placeName = (layer: number, projection: Projection): string => `${layer}.${projection}`;
