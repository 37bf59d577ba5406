import { massPlaces } from "../../measure/emoji/mass-places.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";

/** Kinds of places in an answer that are told apart. */
export const placeKinds = ["all", "sentenceEnds", "within", "trainingEnd", "past", "pastSentenceEnds"] as const;
export type PlaceKind = (typeof placeKinds)[number];

/**
 * The places of a text by their kind, as tokens of the answer before them (0 to n): `sentenceEnds`, `within` sentences (all others),
 * `trainingEnd` (a training answer's own end; in other answers the sentence end that is nearest to `trainingEnd` tokens, if one lies within a
 * quarter of that), `past` (after more than `trainingEnd` tokens) and the sentence ends among those.
 */
export function placesOf(
  { ids, text, complete, writer }: Pick<ReadText, "ids" | "text" | "complete" | "writer">,
  trainingEnd: number,
  tokenizer: Pick<Tokenizer, "bytes" | "dropsLeadingSpace">,
): Record<PlaceKind, number[]> {
  const { sentenceEnds } = massPlaces(text, offsetsOf(ids, tokenizer), complete);
  const all = Array.from({ length: ids.length + 1 }, (_, token) => token);
  const ends = new Set(sentenceEnds);
  const past = (places: readonly number[]) => places.filter((token) => token > trainingEnd);
  const end = writer === "corpus" ? ids.length : nearest(sentenceEnds, trainingEnd);
  return {
    all,
    sentenceEnds,
    within: all.filter((token) => !ends.has(token)),
    trainingEnd: end === undefined ? [] : [end],
    past: past(all),
    pastSentenceEnds: past(sentenceEnds),
  };
}

/** The place nearest to `to`, the earlier of two, if it lies within a quarter of it. */
function nearest(places: readonly number[], to: number): number | undefined {
  const [best] = [...places].sort((a, b) => Math.abs(a - to) - Math.abs(b - to) || a - b);
  return best !== undefined && Math.abs(best - to) <= to / 4 ? best : undefined;
}
