import { sentenceSpans } from "../../base/text/sentences.ts";

/** Token counts of a response after which an emoji could start. */
export interface MassPlaces {
  /** Where an emoji of each sentence would begin: after its closing signs, as a number of tokens of the response, ascending. */
  sentenceEnds: number[];
  /** After the whole response; undefined where it was cut off by a limit and so has no end. */
  answerEnd: number | undefined;
}

/**
 * Finds where a response's sentences end, between its tokens. A sentence whose last token goes on past it (".\n\n" in one piece) has no
 * place: after that token an emoji would stand on another line.
 * @param offsets UTF-16 offset in `text` where each token begins, as `tokenOffsets` gives them
 * @param complete whether the response ended by itself; if not, an unfinished last sentence has no end
 */
export function massPlaces(text: string, offsets: ArrayLike<number>, complete: boolean): MassPlaces {
  const spans = text.trim() === "" ? [] : sentenceSpans(text);
  const closed = spans.filter(({ start, close, closedBy }) => close > start && (complete || closedBy !== "text"));
  const ends = closed.flatMap(({ close }) => {
    const count = tokensBefore(offsets, close);
    const behind = text.slice(close, count < offsets.length ? offsets[count] : undefined);
    return /^ *$/.test(behind) ? [count] : [];
  });
  return { sentenceEnds: [...new Set(ends)], answerEnd: complete && offsets.length > 0 ? offsets.length : undefined };
}

/** How many tokens it takes to hold the first `length` UTF-16 units. */
function tokensBefore(offsets: ArrayLike<number>, length: number): number {
  let count = 0;
  while (count < offsets.length && offsets[count]! < length) count++;
  return count;
}
