/** What the study's second half asks, in the order in which it is asked and reported. */
export const explanationParts = ["tokens", "forecast", "icl", "layers", "neurons", "ablate", "guarded"] as const;
export type ExplanationPart = (typeof explanationParts)[number];

/** Adapters of each side that neurons are compared over: fewer seeds cannot tell a discovery from a seed. */
const seedsCompared = 3;

/** Tuning seeds of voice and control that the parts take, of a study that has so many: those that look for neurons compare seeds. */
export const seedsFor = (parts: readonly ExplanationPart[], seeds: number): number =>
  parts.includes("neurons") || parts.includes("ablate") ? Math.max(seeds, seedsCompared) : seeds;
