import type { TextReader } from "../reader.ts";

/** A reader without a model: extraversion leans by the share of the letter e, as probabilities would. */
export const letterReader: TextReader = {
  name: "taps",
  sha256: "e".repeat(64),
  poleScale: { label: "e", range: [-1, 1] },
  async read(_engine, texts, _options, onReading) {
    for (const { id, text } of texts) {
      const lean = (text.match(/e/g)?.length ?? 0) / text.length;
      onReading(id, { traits: [0, 0, 1, 0, 0], poles: [0, 0, lean, 0, 0], cutTokens: 0 });
    }
  },
};
