import { massPlaces } from "../../measure/emoji/mass-places.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";

/**
 * Where the lens is held: at every sentence end; at the first sentence end at or past the point where training answers end; at the end of
 * an answer that ended by itself.
 */
export const lensPlaces = ["sentence-ends", "training-end", "answer-end"] as const;
export type LensPlace = (typeof lensPlaces)[number];

/** Tokens of the answer before each place, by kind; empty where it has none. */
export type PlacesOfText = Record<LensPlace, number[]>;

/** The places of a text, by kind. */
export function placesOf(
  { ids, text, complete }: Pick<ReadText, "ids" | "text" | "complete">,
  tokenizer: Pick<Tokenizer, "bytes" | "dropsLeadingSpace">,
  trainingEnd: number,
): PlacesOfText {
  const { sentenceEnds, answerEnd } = massPlaces(text, offsetsOf(ids, tokenizer), complete);
  const past = sentenceEnds.find((token) => token >= trainingEnd);
  return {
    "sentence-ends": sentenceEnds,
    "training-end": past === undefined ? [] : [past],
    "answer-end": answerEnd === undefined ? [] : [answerEnd],
  };
}

/** All places of a text, each once, ascending. */
export const distinctPlaces = (places: PlacesOfText): number[] =>
  [...new Set(lensPlaces.flatMap((kind) => places[kind]))].sort((a, b) => a - b);
