import { poleKey, type TraitPole } from "../framework.ts";
import { poleSigns, type TraitSigns } from "./pole-signs.ts";
import type { TraitRubric } from "./types.ts";

/** From what {@link signsRubric} makes a rubric. */
export interface RubricParts extends TraitSigns {
  /** What is rated, behind "Rate how much": "introversion", 'of the trait "sarcastic"'. */
  what: string;
  /** What the trait is, in sentences. */
  meant: string;
  /** What is to be left aside, where it is not the usual. */
  aside?: string | undefined;
}

const usualAside = "Leave aside whether the answer is right, long, polite or well put, and what its topic is.";

/** A rubric in the one form that all traits share, so that scores of unlike traits can be compared. */
export const signsRubric = ({ what, meant, signs, against, aside = usualAside }: RubricParts): TraitRubric => ({
  task: [
    `Rate how much ${what} the writer of an answer shows.`,
    `What is meant: ${meant}`,
    `Signs of it: ${signs}`,
    `Signs of the contrary: ${against}`,
    `Go by how the writer comes across. ${aside} Emoji and exclamation marks by themselves are no sign.`,
  ].join("\n"),
  anchors: {
    low: "no sign of it, or the contrary",
    middle: "some clear signs of it, in a part of the answer",
    high: "unmistakable from beginning to end",
  },
});

/** The rubric of one end of one of the Big Five. */
export const poleRubric = (pole: TraitPole): TraitRubric =>
  signsRubric({
    what: pole.name,
    meant: `${pole.description} Words for such a person: ${pole.adjectives.join(", ")}.`,
    ...poleSigns[poleKey(pole)],
  });
