import { expect, it } from "vitest";
import { read } from "../command.ts";
import { countOptions } from "./count-options.ts";

it("reads emoji one after the other, and refuses anything else among them", () => {
  expect(read(countOptions.emoji, "😀🎉, 👩‍👧 😀")).toEqual(["😀", "🎉", "👩‍👧"]);
  expect(read(countOptions.emoji, undefined)).toBeUndefined();
  for (const text of ["smile", "😀x", "1", ""])
    expect(() => read(countOptions.emoji, text)).toThrow("--emoji takes emoji of Unicode's list");
});

it("reads groups by their first words", () => {
  expect(read(countOptions.groups, "smileys,Flags")).toEqual(["Smileys & Emotion", "Flags"]);
  expect(() => read(countOptions.groups, "faces")).toThrow(
    "--groups takes smileys, people, animals, food, travel, activities, objects, symbols, flags",
  );
});
