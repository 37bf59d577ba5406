import type { Writer } from "../../../explain/texts.ts";
import type { PlaceKind } from "../../../explain/tokens/place-kinds.ts";

/** How an arm is called. */
export type NameOf = (arm: string) => string;

/** Whose answers, in words. */
export const writerNames: Record<Writer, string> = {
  base: "answers of the untuned model",
  persona: "answers of the persona",
  corpus: "training answers",
};

/** Where in an answer, in words. */
export const placeNames: Record<PlaceKind, string> = {
  all: "all places",
  sentenceEnds: "sentence ends",
  within: "within sentences",
  trainingEnd: "where a training answer ends",
  past: "past that",
  pastSentenceEnds: "sentence ends past that",
};

export const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
