import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { badInput, type ErrorCode, TraitlabError } from "../../base/errors.ts";
import { fromWire, interrupted, taskError, toWire } from "./wire-error.ts";

const across = (thrown: unknown): Error => fromWire(deserialize(serialize(toWire(thrown))));

test("every code of a TraitlabError crosses, with message, stack and the chain of causes", () => {
  const codes: ErrorCode[] = ["usage", "bad-input", "memory", "incomplete", "interrupted", "internal"];
  for (const code of codes) {
    const cause = new RangeError("row 3", { cause: badInput("the file") });
    const sent = new TraitlabError(code, `it is ${code}`, { cause });
    const got = across(sent) as TraitlabError;
    expect(got).toBeInstanceOf(TraitlabError);
    expect([got.code, got.exitCode, got.message, got.stack]).toEqual([code, sent.exitCode, sent.message, sent.stack]);
    const gotCause = got.cause as Error;
    expect([gotCause.name, gotCause.message, gotCause.stack]).toEqual(["RangeError", "row 3", cause.stack]);
    expect(gotCause.cause).toMatchObject({ code: "bad-input", message: "the file" });
  }
});

test("a ring of causes is cut", () => {
  const error = new Error("ring");
  error.cause = error;
  let depth = 0;
  for (let e: unknown = across(error); e instanceof Error; e = e.cause) depth++;
  expect(depth).toBe(9);
});

test("what is thrown without being an error keeps its text", () => {
  expect(across("only text").message).toBe("only text");
  expect(taskError(undefined, "train")).toMatchObject({ code: "internal", message: "train failed: Error: undefined" });
});

test("an unexpected error becomes internal and keeps its own stack", () => {
  const bug = new TypeError("x is not a function");
  const error = taskError(bug, "train");
  expect(error).toMatchObject({ code: "internal", message: "train failed: TypeError: x is not a function" });
  expect(error.stack).toBe(bug.stack);
});

test("an allocation that failed is a matter of memory", () => {
  const messages = [
    "Array buffer allocation failed",
    "Non-zero status code returned while running Expand node. Status Message: Failed to allocate memory for requested buffer of size 4398046511104",
    "std::bad_alloc",
  ];
  for (const message of messages) {
    expect(taskError(new Error(message), "train")).toMatchObject({ code: "memory", exitCode: 4, cause: { message } });
  }
  expect(taskError(new RangeError("Invalid array length"), "train").code).toBe("internal");
});

test("an AbortError is an interruption only where one was asked for", () => {
  const abort = new DOMException("This operation was aborted", "AbortError");
  expect(taskError(abort, "train", true)).toMatchObject({ code: "interrupted", message: "train was interrupted" });
  expect(taskError(abort, "train", false).code).toBe("internal");
  const own = interrupted("train");
  expect(taskError(own, "other", true)).toBe(own);
});
