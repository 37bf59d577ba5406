import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StopStrings } from "./stop-strings.ts";

/** Few letters, so that stops come, overlap and begin in each other. */
const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 30 });
const stop = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 4 });

describe("StopStrings", () => {
  it("gives the text up to the first stop string to end, however it is cut; nothing of a stop is shown before", () => {
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 6 }), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
        const watch = new StopStrings(stops);
        let shown = "";
        let pushed = 0;
        for (const piece of pieces) {
          if (watch.stopped) break;
          shown += watch.push(piece);
          pushed += piece.length;
          // What is shown never has to be taken back.
          const cut = firstStop(pieces.join("").slice(0, pushed), stops, pushed - piece.length);
          if (cut !== undefined) expect(shown.length).toBe(cut);
        }
        const text = pieces.join("").slice(0, pushed);
        expect(watch.stopped).toBe(stops.some((one) => text.includes(one)));
        shown += watch.flush();
        expect(text.startsWith(shown)).toBe(true);
        if (!watch.stopped) expect(shown).toBe(text);
        else expect(stops.some((one) => shown.includes(one))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("stops inside a piece, across pieces, and where stops overlap", () => {
    const say = (stops: string[], ...pieces: string[]) => {
      const watch = new StopStrings(stops);
      return [...pieces.map((piece) => watch.push(piece)), watch.flush(), watch.stopped];
    };
    expect(say(["END"], "the END of it")).toEqual(["the ", "", true]);
    expect(say(["END"], "the E", "N", "D", "more")).toEqual(["the ", "", "", "", "", true]);
    expect(say(["END"], "the E", "N", "ergy")).toEqual(["the ", "", "ENergy", "", false]);
    expect(say(["aab"], "aa", "ab")).toEqual(["", "a", "", true]);
    expect(say(["aab"], "aa")).toEqual(["", "aa", false]);
    expect(say(["abc", "b"], "a", "b")).toEqual(["", "a", "", true]);
    expect(say([""], "all")).toEqual(["all", "", false]);
  });
});

/** Where the text ends if a stop string is in it that was not before `from`. */
function firstStop(text: string, stops: readonly string[], from: number): number | undefined {
  if (stops.some((one) => text.slice(0, from).includes(one))) return undefined;
  const found = stops.map((one) => text.indexOf(one)).filter((at) => at >= 0);
  return found.length > 0 ? Math.min(...found) : undefined;
}
