import { expect, it } from "vitest";
import { withoutEmoji } from "./without-emoji.ts";

it("a text less its emoji keeps its sentences", () => {
  expect(withoutEmoji("Yes! 😀🎉 So it is. 😀")).toBe("Yes! So it is.");
  expect(withoutEmoji("I 😀 it.")).toBe("I it.");
  expect(withoutEmoji(" No. ")).toBe(" No. ");
  expect(withoutEmoji("😀")).toBe("");
});
