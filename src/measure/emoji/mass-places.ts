import { findEmoji } from "../../base/text/emoji.ts";
import { sentenceSpans } from "../../base/text/sentences.ts";

/** Token counts of a response after which an emoji could start. */
export interface MassPlaces {
  /** After each sentence's last sign that is neither blank nor emoji, as a number of tokens of the response, ascending. */
  sentenceEnds: number[];
  /** After the whole response; undefined where it was cut off by a limit and so has no end. */
  answerEnd: number | undefined;
}

/**
 * Finds where a response's sentences end, between its tokens.
 * @param offsets UTF-16 offset in `text` where each token begins, as `tokenOffsets` gives them
 * @param complete whether the response ended by itself; if not, an unfinished last sentence has no end
 */
export function massPlaces(text: string, offsets: ArrayLike<number>, complete: boolean): MassPlaces {
  if (text.trim() === "")
    return { sentenceEnds: [], answerEnd: complete && offsets.length > 0 ? offsets.length : undefined };
  const emoji = findEmoji(text);
  const spans = sentenceSpans(text);
  const ends = spans.flatMap(({ start, end }, i) => {
    let stop = end;
    for (let moved = true; moved; ) {
      const before = stop;
      while (stop > start && /\s/.test(text[stop - 1]!)) stop--;
      const hit = emoji.find(({ at, length }) => at + length === stop && at >= start);
      if (hit) stop = hit.at;
      moved = stop !== before;
    }
    const unfinished =
      i === spans.length - 1 && !complete && !/[.!?\u2026)\]"'\u201D\u2019]$/.test(text.slice(start, stop));
    return stop === start || unfinished ? [] : [tokensBefore(offsets, stop)];
  });
  return { sentenceEnds: [...new Set(ends)], answerEnd: complete ? offsets.length : undefined };
}

/** How many tokens it takes to hold the first `length` UTF-16 units. */
function tokensBefore(offsets: ArrayLike<number>, length: number): number {
  let count = 0;
  while (count < offsets.length && offsets[count]! < length) count++;
  return count;
}
