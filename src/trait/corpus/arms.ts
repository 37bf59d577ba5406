import { poles, type TraitPoleKey, traits } from "../framework.ts";

/** The eleven arms of a corpus of answers: ten poles and the neutral answers. */
export type CorpusArm = TraitPoleKey | "neutral";

/** In the corpus's order: each trait high and low, then neutral. */
export const corpusArms: readonly CorpusArm[] = [
  ...traits.flatMap((trait) => poles.map((pole): TraitPoleKey => `${trait}/${pole}`)),
  "neutral",
];
