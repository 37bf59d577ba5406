/** What the study's second half asks, in the order in which it is asked and reported. */
export const explanationParts = ["tokens", "forecast", "icl", "layers", "neurons", "ablate", "guarded"] as const;
export type ExplanationPart = (typeof explanationParts)[number];
