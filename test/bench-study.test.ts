import { expect, test } from "vitest";
import { phasesOf } from "../bench/harness/study-phases.ts";

const at = (second: number) => new Date(1000 * second).toISOString();
const line = (event: string, second: number) => JSON.stringify({ event, time: at(second) });

test("a study's phases add up to all of it", () => {
  const events = [
    ["open", 12],
    ["step", 20],
    ["step done", 23],
    ["step", 30],
    ["step done", 34],
    ["done", 40],
  ] as const;
  const phases = phasesOf(`${events.map(([event, second]) => line(event, second)).join("\n")}\n`, 10_000, 41_000);
  expect(Object.values(phases)).toEqual([2, 8, 7, 13, 1]);
});

test("the log of a study that was stopped has no phases", () => {
  expect(() => phasesOf([line("open", 1), line("step", 2)].join("\n"), 0, 3000)).toThrow("not that of one whole study");
});
