import { expect, test } from "vitest";
import { tokenSplitter } from "./token-splitter.ts";

test("the leftmost token, of those that begin there the longest", () => {
  const split = tokenSplitter(
    new Map([
      ["\n", 1],
      ["\n\n", 2],
      ["ab", 3],
      ["bcd", 4],
    ]),
  );
  expect(split("x\n\n\ny")).toEqual(["x", 2, 1, "y"]);
  expect(split("abcd")).toEqual([3, "cd"]);
  expect(split("bcdab")).toEqual([4, 3]);
});

test("every character of a token stands for itself", () => {
  const punctuation = "<|fim-prefix|>[](){}^$.*+?\\/-&";
  const split = tokenSplitter(
    new Map([
      [punctuation, 7],
      ["👩", 8],
    ]),
  );
  expect(split(`a${punctuation}b👩‍🚀`)).toEqual(["a", 7, "b", 8, "\u200d🚀"]);
});

test("no tokens, no text", () => {
  expect(tokenSplitter(new Map())("abc")).toEqual(["abc"]);
  expect(tokenSplitter(new Map())("")).toEqual([]);
  expect(tokenSplitter(new Map([["a", 1]]))("")).toEqual([]);
});
