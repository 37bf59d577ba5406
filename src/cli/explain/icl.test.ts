import { expect, test } from "vitest";
import { read } from "../command.ts";
import { iclOptions } from "./icl.ts";

test("the emoji that are looked for are emoji, one after each comma", () => {
  expect(read(iclOptions.emoji, "🎉, 👍🏽,❤️")).toEqual(["🎉", "👍🏽", "❤️"]);
  for (const given of ["x", "🎉🎈", "🎉,", "1", "🎉,🎉"])
    expect(() => read(iclOptions.emoji, given)).toThrow(/^--emoji takes emoji \(several with commas/);
});
