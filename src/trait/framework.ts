/** The five traits of the Big Five, in the order of the acronym OCEAN. */
export const traits = ["openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism"] as const;
export type TraitId = (typeof traits)[number];

/** A trait's two ends; the low end of neuroticism is emotional stability. */
export const poles = ["high", "low"] as const;
export type Pole = (typeof poles)[number];

/** One end of one trait: what a persona is shifted toward. */
export interface TraitPole {
  readonly trait: TraitId;
  readonly pole: Pole;
  /** The end's own name, e.g. "introversion". */
  readonly name: string;
  /** Words that mark this end in lists of trait adjectives. */
  readonly adjectives: readonly string[];
  /** One sentence about a person at this end. */
  readonly description: string;
  /** A system prompt that asks the model to play such a person. It says nothing of style, punctuation or emoji. */
  readonly persona: string;
}

/** The key of a pole in files and arm names: `extraversion/high`. */
export type TraitPoleKey = `${TraitId}/${Pole}`;

export const poleKey = ({ trait, pole }: Pick<TraitPole, "trait" | "pole">): TraitPoleKey => `${trait}/${pole}`;
