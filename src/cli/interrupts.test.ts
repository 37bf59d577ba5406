import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { watchInterrupts } from "./interrupts.ts";

describe("watchInterrupts", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("asks at the first %s and ends at the second", (signal, exitCode) => {
    const source = new EventEmitter();
    const [onFirst, onSecond] = [vi.fn(), vi.fn()];
    const interrupts = watchInterrupts(source, { onFirst, onSecond });
    expect([interrupts.signal.aborted, interrupts.exitCode]).toEqual([false, undefined]);
    source.emit(signal);
    expect(interrupts.signal.reason).toMatchObject({ code: "interrupted" });
    expect([interrupts.exitCode, onFirst.mock.calls.length, onSecond.mock.calls.length]).toEqual([exitCode, 1, 0]);
    source.emit("SIGINT");
    expect(onSecond.mock.calls).toEqual([[exitCode]]);
    interrupts.dispose();
    expect(source.eventNames()).toEqual([]);
  });
});
