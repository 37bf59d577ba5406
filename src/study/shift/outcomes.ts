import type { TuningResult } from "../personas.ts";
import type { Observation, Observing, PoleObservation } from "./observe.ts";
import type { ShiftStudyOptions } from "./options.ts";
import type { PlannedTuning } from "./plan.ts";
import type { Foretold } from "./predict.ts";
import type { PoleVector } from "./vectors.ts";

/** An adapter, or the model without one, and what it did. */
export interface ShiftOutcome {
  /** Null for the model as it is, and asked by a prompt. */
  plan: Pick<PlannedTuning, "method" | "share" | "seed" | "dose"> | null;
  method: string;
  tuning?: TuningResult;
  observation: Observation;
}

/** An adapter as the correlations over poles have it. */
export interface PoleOutcome {
  plan: PlannedTuning;
  observation: PoleObservation;
}

/** All that the findings are made of. */
export interface ShiftOutcomes {
  vectors: readonly PoleVector[];
  foretold: Foretold;
  base: ShiftOutcome;
  arms: readonly ShiftOutcome[];
  poles: readonly PoleOutcome[];
  /** Of the model as it is, for shifts over poles. */
  basePole: PoleObservation | undefined;
  /** Why there is no guard along the emoji direction. */
  missing: string[];
}

/** Parts that observations share. */
export interface Studying {
  options: ShiftStudyOptions;
  observing: Observing;
  vectors: readonly PoleVector[];
}
