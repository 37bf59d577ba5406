import type { TraitPoleKey } from "../framework.ts";

/** Two system prompts that differ in one trait only: shown, and plainly absent or the opposite. */
export interface ContrastInstruction {
  positive: string;
  negative: string;
}

/** What a judge is told to look for, and what the ends and the middle of its scale mean. */
export interface TraitRubric {
  task: string;
  anchors: { low: string; middle: string; high: string };
}

/** A trait as contrastive extraction needs it (METHODS 4): how to bring it out, what to ask, how to rate it. */
export interface ContrastTrait {
  /** "extraversion-high", "sycophantic". */
  id: string;
  /** What reports call it: "extraversion", "sycophancy". */
  name: string;
  /** One sentence. */
  description: string;
  /** Where it is a pole of the Big Five. */
  pole?: TraitPoleKey;
  /** Five system prompts each. */
  instructions: readonly ContrastInstruction[];
  /** Twenty to build a vector from, and twenty others to try it on. */
  questions: { extract: readonly string[]; evaluate: readonly string[] };
  rubric: TraitRubric;
}
