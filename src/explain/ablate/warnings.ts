import { isDeepStrictEqual } from "node:util";
import { findEmoji } from "../../base/text/emoji.ts";
import type { Estimated } from "../findings.ts";
import type { ReadText } from "../texts.ts";
import { rises } from "./effects.ts";
import type { ArmPair } from "./pair.ts";

/** A surplus of emoji mass below this share of the persona's own is so small that shares of it say little. */
const slight = 0.1;

/** What a reader must know to judge the figures, one sentence each. */
export function warningsOf(
  { persona, reference }: ArmPair,
  texts: readonly ReadText[],
  { mass, massGap, traitGap }: { mass: number; massGap: Estimated; traitGap: Estimated | null },
): string[] {
  const asked = texts[0]!.asked;
  const [own, other] = [persona, reference].map(({ respondent }) => respondent.chat(asked));
  const warnings: [boolean, string][] = [
    [
      texts.every(({ text }) => findEmoji(text).length === 0),
      `None of the ${texts.length} answers that were read holds an emoji: what is shown is how probable one would be.`,
    ],
    [
      !rises(massGap),
      "The persona's emoji mass is not clearly above the reference's: there is nothing to take out, so no intervention can remove it.",
    ],
    [
      rises(massGap) && massGap.value < slight * mass,
      "The persona's emoji mass is hardly above the reference's: shares of so small a difference say little.",
    ],
    [
      traitGap === null,
      "There are no answers with the trait and without it to choose between: whether the trait stays cannot be told by them.",
    ],
    [
      traitGap !== null && !rises(traitGap),
      "The persona does not clearly prefer the trait's answers more than the reference does: whether the trait stays cannot be told by it.",
    ],
    [
      !isDeepStrictEqual(own, other),
      "Persona and reference are asked in chats of their own: values are taken from the end of the question on, and what stands in the persona's chat before is still read.",
    ],
  ];
  return warnings.flatMap(([holds, words]) => (holds ? [words] : []));
}
