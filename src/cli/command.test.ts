import { expect, expectTypeOf, test } from "vitest";
import { flag, parameter, untyped, withUsual } from "./command.ts";
import { integer, listOf, text } from "./kinds.ts";

const options = {
  rank: parameter("-r, --rank <r>", "of the matrices", integer({ min: 1, max: 64 }), 16),
  tuneBatch: parameter("--tune-batch <n>", "answers in one batch", integer({ min: 1 }), 8),
  names: parameter("--names <list>", "some", listOf(text)),
  rsLora: flag("--rs-lora", "another scale"),
};

test("with nothing typed every option has its fallback, a switch is off", () => {
  const config = untyped(options);
  expectTypeOf(config).toEqualTypeOf<{
    rank: number;
    tuneBatch: number;
    names: string[] | undefined;
    rsLora: boolean;
  }>();
  expect(config).toEqual({ rank: 16, tuneBatch: 8, names: undefined, rsLora: false });
});

test("what is usual is read by long names as if it were typed, and stands where nothing was", () => {
  const usual = { rank: "4", "tune-batch": "2", names: "a, b", "rs-lora": "true" };
  expect(withUsual(options, untyped(options), usual)).toEqual({
    rank: 4,
    tuneBatch: 2,
    names: ["a", "b"],
    rsLora: true,
  });
  expect(withUsual(options, { ...untyped(options), rsLora: true }, { "rs-lora": "false" }).rsLora).toBe(false);
});

test("what was typed stays, also where it is the fallback", () => {
  const config = { ...untyped(options), rank: 16, rsLora: true };
  const usual = { rank: "4", "tune-batch": "2", "rs-lora": "false" };
  expect(withUsual(options, config, usual, new Set(["rank", "rsLora"]))).toEqual({ ...config, tuneBatch: 2 });
});

test("names that are no options of these, and the config's other parts, are left alone", () => {
  const config = { ...untyped(options), out: "runs/mine" };
  expect(withUsual(options, config, { out: "elsewhere", tuneBatch: "2", r: "2", "no-such": "1" })).toEqual(config);
});

test.each([
  ["rank", "0", '--rank takes a whole number from 1 to 64, not "0".'],
  ["names", "a,a", '--names takes some text (several with commas between them, none twice), not "a,a".'],
  ["rs-lora", "yes", '--rs-lora takes true or false, not "yes".'],
])("an illegal text is refused: %s of %s", (name, given, message) => {
  const refusal = expect.objectContaining({ code: "usage", message });
  expect(() => withUsual(options, untyped(options), { [name]: given })).toThrow(refusal);
});

test("an illegal text does not matter where the option was typed", () => {
  expect(withUsual(options, untyped(options), { rank: "x" }, new Set(["rank"])).rank).toBe(16);
});
