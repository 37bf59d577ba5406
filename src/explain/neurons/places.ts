import { massPlaces } from "../../measure/emoji/mass-places.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";

/** Where activations count: at every token of the answers, or at those from which an emoji would follow a sentence. */
export const placeSets = ["tokens", "sentenceEnds"] as const;
export type PlaceSet = (typeof placeSets)[number];

/** Indices into a text's tokens, in the order of {@link placeSets}: all, and the last one of each sentence. */
export function placesOf({ ids, text, complete }: ReadText, tokenizer: Tokenizer): readonly (readonly number[])[] {
  const { sentenceEnds } = massPlaces(text, offsetsOf(ids, tokenizer), complete);
  return [ids.map((_, i) => i), sentenceEnds.map((count) => count - 1)];
}
