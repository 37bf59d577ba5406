import { expect, test } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { type ChildEnd, endReason } from "./forked-child.ts";

// Ends of real processes are in test/engine-process.test.ts; these are the ones that cannot be timed.

const by = (signal: NodeJS.Signals): ChildEnd => ({ code: null, signal });

test("a signal that the started process ignores can only have met it as it started", () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    expect(endReason(by(signal), { killed: false }).code).toBe("interrupted");
});

test("SIGKILL is the caller's own, or the system's for want of memory", () => {
  expect(endReason(by("SIGKILL"), { killed: true, task: "train" }).code).toBe("interrupted");
  const reason = endReason(by("SIGKILL"), { killed: false, task: "train" });
  expect(reason).toMatchObject({ code: "memory", message: expect.stringContaining("while it ran train") });
});

test("what the process said of its own crash goes before how it ended", () => {
  const crash = new TraitlabError("internal", "the engine process failed: TypeError: x");
  expect(endReason({ code: 1, signal: null }, { killed: false, crash })).toBe(crash);
});
