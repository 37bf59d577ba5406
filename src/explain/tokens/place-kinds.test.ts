import { describe, expect, it } from "vitest";
import type { Writer } from "../texts.ts";
import { placesOf } from "./place-kinds.ts";

/** A token a character. */
const tokenizer = { bytes: (id: number) => Uint8Array.of(id), dropsLeadingSpace: false };
const read = (text: string, writer: Writer = "base", complete = true) => ({
  ids: [...Buffer.from(text)],
  text,
  complete,
  writer,
});
const text = "One. Two is. Three.";

describe("the places of a text", () => {
  it("are sentence ends or within sentences, from before the first token to after the last", () => {
    const { all, sentenceEnds, within } = placesOf(read(text), 12, tokenizer);
    expect(all).toHaveLength(20);
    expect(sentenceEnds).toEqual([4, 12, 19]);
    expect([...sentenceEnds, ...within].sort((a, b) => a - b)).toEqual(all);
  });

  it("lie past where training answers end only behind it", () => {
    const { past, pastSentenceEnds } = placesOf(read(text), 12, tokenizer);
    expect(past).toEqual([13, 14, 15, 16, 17, 18, 19]);
    expect(pastSentenceEnds).toEqual([19]);
  });

  it.each([
    [12, [12]],
    [10, [12]],
    [16, [19]],
    [8, []],
    [40, []],
  ])("a training answer of %i tokens ends at the sentence end near it: %j", (end, places) => {
    expect(placesOf(read(text), end, tokenizer).trainingEnd).toEqual(places);
  });

  it("a training answer ends where it ends", () => {
    expect(placesOf(read(text, "corpus"), 3, tokenizer).trainingEnd).toEqual([19]);
  });

  it("an answer that was cut has no end", () => {
    expect(placesOf(read("One. Two is", "persona", false), 12, tokenizer).sentenceEnds).toEqual([4]);
  });

  it("an empty answer has one place", () => {
    expect(placesOf(read(""), 12, tokenizer)).toMatchObject({ all: [0], within: [0], sentenceEnds: [], past: [] });
  });
});
