import type { TraitPole } from "../../trait/framework.ts";

/** System prompts, two wordings each: a change by one wording is compared with a change by the other, from unlike neutral ones. */
export interface PromptWordings {
  trait: readonly [string, string];
  emoji: readonly [string, string];
  neutral: readonly [string, string];
}

/** The wordings for a trait: its own persona prompt and its adjectives, against two that ask for emoji. */
export const promptWordings = ({ persona, adjectives }: TraitPole): PromptWordings => ({
  trait: [persona, `In all you write, be ${adjectives.slice(0, -1).join(", ")} and ${adjectives.at(-1)}.`],
  emoji: [
    "Put a fitting emoji at the end of every sentence that you write.",
    "You like emoji and use several of them in each of your answers.",
  ],
  neutral: ["Answer the question that you are asked.", "You are given a question, and you write an answer to it."],
});
