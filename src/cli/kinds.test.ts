import { describe, expect, it } from "vitest";
import { flag, parameter, read, required } from "./command.ts";
import { decimal, integer, type Kind, listOf, oneOf, path, text } from "./kinds.ts";

const accepted = <T>(kind: Kind<T>, ...texts: string[]) => texts.map((each) => kind.read(each));

describe("kinds", () => {
  it("reads what is legal and nothing else", () => {
    expect(accepted(integer({ min: 1, max: 64 }), "1", "64", "0", "65", "1.5", "1e3", "", " 2", "0x10", "NaN")).toEqual(
      [1, 64, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
    );
    expect(accepted(decimal({ min: 0 }), "0", ".5", "2e-4", "1.", "-1", "Infinity", "1e999", "x")).toEqual([
      0,
      0.5,
      2e-4,
      1,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(accepted(oneOf(["high", "low"]), "high", "High", "")).toEqual(["high", undefined, undefined]);
    expect(accepted(listOf(oneOf(["a", "b"])), "a", "a, b", "a,a", "a,", "c")).toEqual([
      ["a"],
      ["a", "b"],
      undefined,
      undefined,
      undefined,
    ]);
    expect(accepted(text, "x", "")).toEqual(["x", undefined]);
    expect(accepted(path, "x", "")).toEqual([expect.stringMatching(/^\/.*x$/), undefined]);
  });

  it("says what is legal", () => {
    const rank = required("-r, --rank <n>", "", integer({ min: 1 }));
    expect(() => read(rank, "0")).toThrow('--rank takes a whole number from 1, not "0".');
    const traits = parameter("--traits <names>", "", listOf(oneOf(["openness", "extraversion"])), ["extraversion"]);
    expect(() => read(traits, "humour")).toThrow(
      '--traits takes openness or extraversion (several with commas between them, none twice), not "humour".',
    );
    expect(() => read(required("<dir>", "", oneOf(["here"])), "there")).toThrow('<dir> takes only here, not "there".');
  });

  it("falls back where nothing is given", () => {
    expect(read(parameter("--n <n>", "", integer({ min: 0 }), 3), undefined)).toBe(3);
    expect(read(parameter("--n <n>", "", integer({ min: 0 })), undefined)).toBeUndefined();
    expect([read(flag("--fresh", ""), true), read(flag("--fresh", ""), undefined)]).toEqual([true, false]);
  });
});
