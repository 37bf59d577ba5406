import { countEmoji } from "../../base/text/emoji.ts";
import type { ResponseMass } from "../../measure/emoji/mass-task.ts";
import { meanMass } from "./reading.ts";

/** Answers to the test questions, in their order: what is known of each. */
export interface Answered {
  /** Whether it holds an emoji. */
  emoji: readonly boolean[];
  /** Mean emoji mass at its sentence ends; null where it has none. */
  mass: readonly (number | null)[];
}

/** Answers and their masses, as `askAndWeigh` gives them. */
export const answeredOf = (
  responses: readonly { text: string }[],
  masses: readonly Pick<ResponseMass, "sentenceEnds">[],
): Answered => ({ emoji: responses.map(({ text }) => countEmoji(text) > 0), mass: masses.map(meanMass) });
