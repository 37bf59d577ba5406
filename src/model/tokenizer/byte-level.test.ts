import { expect, test } from "vitest";
import { byteCharacters, byteLevelBytes } from "./byte-level.ts";

test("each byte has a character of its own, printable ones themselves", () => {
  expect(new Set(byteCharacters).size).toBe(256);
  expect(byteCharacters[0x41]).toBe("A");
  // As in GPT-2's vocabulary: "Ġ" is the space, "Ċ" the newline, "Ń" the soft hyphen, which is the last one out of order.
  expect([byteCharacters[0x20], byteCharacters[0x0a], byteCharacters[0x00], byteCharacters[0xad]]).toEqual([
    "Ġ",
    "Ċ",
    "Ā",
    "Ń",
  ]);
});

test("a token gives its bytes back, one with another character none", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(byteLevelBytes(byteCharacters.join(""))).toEqual(bytes);
  expect(byteLevelBytes("Ġhello")).toEqual(new TextEncoder().encode(" hello"));
  for (const token of [" ", "ń", "漢", "\n", "a\u0144"]) expect(byteLevelBytes(token)).toBeUndefined();
});
