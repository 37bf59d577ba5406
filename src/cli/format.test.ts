import { expect, it } from "vitest";
import { clock, minute, rate, size } from "./format.ts";

it("writes durations, rates, sizes and times for people", () => {
  expect([0, 9.4, 59.6, 750, 3723].map(clock)).toEqual(["0:00", "0:09", "1:00", "12:30", "1:02:03"]);
  expect([0.1234, 12.34, 99.96, 1234.5].map(rate)).toEqual(["0.123", "12.3", "100", "1235"]);
  expect([0, 999, 1500, 24_230_000_000, 2e15].map(size)).toEqual(["0 B", "999 B", "1.5 kB", "24.2 GB", "2000 TB"]);
  expect(minute(new Date(2026, 10, 21, 4, 5).toISOString())).toBe("2026-11-21 04:05");
});
