/** A text's tokens and the places whose next token is asked for: after the first `at` of them, each at least 1. */
export interface PlacedText {
  ids: readonly number[];
  places: readonly number[];
}

/** Places `from` to `to` - 1 of text `text`. */
export interface LensPiece {
  text: number;
  from: number;
  to: number;
}

/** Numbers [rows, vocab] that a run holds at most, several times over: 32 MB each. */
const largestRows = 8 * 2 ** 20;
/** Attention's square grids are as wide as a run's longest text. */
const mostTokens = 1024;

/**
 * Shares the places out into runs, texts of like lengths together; a text of more places than a run has rows is run again for the rest.
 * `alone`: a text that must not share a run.
 */
export function lensRuns(
  texts: readonly PlacedText[],
  { vocab, alone }: { vocab: number; alone(text: PlacedText): boolean },
): LensPiece[][] {
  const mostRows = Math.max(1, Math.floor(largestRows / vocab));
  const runs: LensPiece[][] = [];
  let room = { rows: 0, tokens: 0 };
  const byLength = texts.map((text, index) => ({ ...text, index })).sort((a, b) => a.ids.length - b.ids.length);
  for (const { ids, places, index } of byLength)
    for (let from = 0; from < places.length; from += mostRows) {
      const to = Math.min(places.length, from + mostRows);
      const lone = alone({ ids, places });
      if (lone || to - from > room.rows || ids.length > room.tokens) {
        runs.push([]);
        room = { rows: mostRows, tokens: mostTokens };
      }
      runs.at(-1)!.push({ text: index, from, to });
      room = lone ? { rows: 0, tokens: 0 } : { rows: room.rows - (to - from), tokens: room.tokens - ids.length };
    }
  return runs;
}
