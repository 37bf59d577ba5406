import { describe, expect, test } from "vitest";
import { lensRuns } from "./runs.ts";

const text = (length: number, places: number) => ({
  ids: Array<number>(length).fill(0),
  places: Array.from({ length: places }, (_, i) => i + 1),
});

describe("lensRuns", () => {
  // 16 rows a run.
  const settings = { vocab: 2 ** 19, alone: () => false };
  const texts = [text(400, 5), text(30, 40), text(900, 3), text(20, 1), text(500, 20)];

  test("hold no more rows and tokens than they may, and every place once and in order", () => {
    const runs = lensRuns(texts, settings);
    for (const run of runs) {
      expect(run.reduce((rows, { from, to }) => rows + to - from, 0)).toBeLessThanOrEqual(16);
      expect(run.reduce((tokens, { text }) => tokens + texts[text]!.ids.length, 0)).toBeLessThanOrEqual(1024);
    }
    for (const [i, { places }] of texts.entries()) {
      const own = runs.flat().filter((piece) => piece.text === i);
      expect(own.flatMap(({ from, to }) => places.slice(from, to))).toEqual(places);
    }
  });

  test("a text that must be alone is, and a text longer than a run is a run of its own", () => {
    const alone = lensRuns(texts, { ...settings, alone: ({ ids }) => ids.length === 30 });
    for (const run of alone) if (run.some(({ text }) => text === 1)) expect(run).toHaveLength(1);
    expect(lensRuns([text(3000, 2), text(10, 1)], settings)).toEqual([
      [{ text: 1, from: 0, to: 1 }],
      [{ text: 0, from: 0, to: 2 }],
    ]);
  });
});
