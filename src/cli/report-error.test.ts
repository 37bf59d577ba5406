import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { badInput } from "../base/errors.ts";
import { errorText, presentable } from "./report-error.ts";

describe("presentable", () => {
  it("gives each kind of error its sentence and exit code", () => {
    const cases: [unknown, number, string][] = [
      [badInput("No such file."), 3, "No such file."],
      [badInput("the prompt is too long"), 3, "The prompt is too long."],
      [badInput("rows.csv is empty"), 3, "rows.csv is empty."],
      [
        new CommanderError(1, "x", "error: unknown command 'rnu'\n(Did you mean run?)"),
        2,
        "Unknown command 'rnu'; did you mean run?",
      ],
      [new CommanderError(1, "x", "error: missing required argument 'run'"), 2, "Missing required argument 'run'."],
      [new TypeError("x is undefined"), 1, "This is a bug in traitlab: x is undefined (--debug shows where)."],
      ["text", 1, "This is a bug in traitlab: text (--debug shows where)."],
    ];
    for (const [error, exitCode, message] of cases) expect(presentable(error)).toMatchObject({ exitCode, message });
  });
});

describe("errorText", () => {
  it("is one line, and with --debug the stacks of the error and its causes", () => {
    const error = badInput("No such file.", new Error("ENOENT"));
    expect(errorText(error, false)).toBe("error: No such file.");
    expect(errorText(error, true)).toMatch(
      /^error: No such file\.\nTraitlabError: [\s\S]*\n {4}at [\s\S]*\nError: ENOENT\n {4}at /,
    );
  });
});
