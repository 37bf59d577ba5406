import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tagsOf } from "../testing/well-formed.ts";
import { chart } from "./chart.ts";
import { type DotWhiskerRow, dotWhisker } from "./dot-whisker.ts";
import { histogram } from "./histogram.ts";
import { linePanels } from "./line.ts";
import { along, fineLogScale, linearScale, logScale, powerOfTen } from "./scale.ts";
import { scatter } from "./scatter.ts";

describe("scales", () => {
  test("linear: round ticks that hold the data", () => {
    expect(linearScale(0, 0.128, 5).ticks).toEqual([0, 0.05, 0.1, 0.15]);
    expect(linearScale(0, 96, 6).ticks).toEqual([0, 20, 40, 60, 80, 100]);
    expect(linearScale(1.3, 3.2, 4).ticks).toEqual([1, 1.5, 2, 2.5, 3, 3.5]);
    expect(linearScale(5, 5).ticks.length).toBeGreaterThan(1);
    const finite = { noNaN: true, noDefaultInfinity: true };
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, ...finite }),
        fc.double({ min: 1e-3, max: 1e6, ...finite }),
        (low, span) => {
          const { ticks, at } = linearScale(low, low + span, 5);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(12);
          expect(ticks[0]!).toBeLessThanOrEqual(low + 1e-6 * span);
          expect(ticks.at(-1)!).toBeGreaterThanOrEqual(low + span - 1e-6 * span);
          expect(at(ticks[0]!)).toBe(0);
          expect(at(ticks.at(-1)!)).toBe(1);
          expect(at(low + span / 2)).toBeCloseTo((low + span / 2 - ticks[0]!) / (ticks.at(-1)! - ticks[0]!), 9);
        },
      ),
    );
  });

  test("logarithmic: whole decades, equal ratios at equal distances", () => {
    const { at, below, ticks } = logScale(0.00035, 0.012);
    expect(ticks).toEqual([0.0001, 0.001, 0.01, 0.1]);
    expect(at(0.001)).toBeCloseTo(1 / 3, 12);
    expect(at(0.02) - at(0.01)).toBeCloseTo(at(0.002) - at(0.001), 12);
    expect([at(0), at(1e-9), at(5)]).toEqual([0, 0, 1]);
    expect([below(0), below(0.00009), below(0.0001)]).toEqual([true, true, false]);
    expect(logScale(0.002, 0.003).ticks).toEqual([0.001, 0.01]);
    expect(logScale(1e-12, 1).ticks).toHaveLength(7);
  });

  test("logarithmic in steps of 1, 2 and 5", () => {
    const { at, below, ticks } = fineLogScale(0.68, 8.1);
    expect(ticks).toEqual([0.5, 1, 2, 5, 10]);
    expect(at(2) - at(1)).toBeCloseTo(at(10) - at(5), 12);
    expect([at(0.5), at(10), at(20), at(0)]).toEqual([0, 1, 1, 0]);
    expect([below(0.49), below(0.5), below(0)]).toEqual([true, false, true]);
    expect(fineLogScale(2, 5).ticks).toEqual([2, 5]);
    expect(fineLogScale(2, 2).ticks).toEqual([2, 5]);
  });

  test("lengths and powers", () => {
    expect([along(0), along(1 / 3), along(1)]).toEqual(["0%", "33.333%", "100%"]);
    expect([powerOfTen(0.001), powerOfTen(1e-12), powerOfTen(1), powerOfTen(100)]).toEqual([
      "10⁻³",
      "10⁻¹²",
      "1",
      "10²",
    ]);
  });
});

const row = (estimate: DotWhiskerRow["estimate"]): DotWhiskerRow => ({
  label: "a < b",
  tone: "tuned",
  mark: "disc",
  estimate,
  value: "v",
  interval: "i",
});
const plotOf = (estimate: DotWhiskerRow["estimate"], scale = linearScale(0, 1, 5)) =>
  dotWhisker({ title: "T", description: "D", scale, tick: String, groups: [{ title: "g", rows: [row(estimate)] }] })
    .text;

describe("dot and whisker", () => {
  test("draws the value and the interval where they lie", () => {
    const plot = plotOf({ value: 0.5, low: 0.25, high: 0.75 });
    tagsOf(plot);
    expect(plot).toContain('class="whisker" x1="25%" x2="75%"');
    expect(plot).toContain('<svg x="50%" y="13" overflow="visible"><circle');
    expect(plot).toContain("<title>T</title><desc>D</desc>");
    expect(plot).toContain("<title>v, interval i</title>");
    expect(plot).toContain("a &lt; b");
  });

  test("an interval below the axis ends in an arrow, a value below it has no dot, one not measured has neither", () => {
    const scale = logScale(0.001, 1);
    expect(plotOf({ value: 0.01, low: 0, high: 0.1 }, scale)).toContain('class="arrow"');
    expect(plotOf({ value: 0.01, low: 0.001, high: 0.1 }, scale)).not.toContain('class="arrow"');
    expect(plotOf({ value: 0, low: 0, high: 0.1 }, scale)).not.toContain('class="mark"');
    expect(plotOf(undefined)).not.toContain('class="whisker"');
  });

  test("an end without a bound reaches the end of the axis", () => {
    expect(plotOf({ value: 0.5, low: 0.25, high: null })).toContain('x1="25%" x2="100%"');
  });
});

test("a histogram counts positions into bins of one height of bar, and draws the line", () => {
  const common = { label: "l", tone: "tuned" as const, value: "v", detail: "d" };
  const plot = histogram({
    title: "T",
    description: "D",
    scale: linearScale(0, 100, 5),
    binWidth: 10,
    line: { at: 40, label: "the end" },
    rows: [
      { ...common, values: [5, 5, 45, 100], extents: [100, 100, 50, 10] },
      { ...common, values: [], extents: [] },
    ],
  }).text;
  tagsOf(plot);
  const bars = [...plot.matchAll(/class="bar" x="([\d.]+)%" width="[\d.]+%" y="[\d.]+" height="([\d.]+)"/g)];
  expect(bars.map(([, x, height]) => [Number(x), Number(height)])).toEqual([
    [0.8, 32],
    [40.8, 16],
    [90.8, 16],
  ]);
  expect(plot).toContain('class="reference" x1="40%"');
  const going = [...plot.matchAll(/class="band" x="([\d.]+)%"[^>]*opacity="([\d.]+)"/g)].map(([, x, share]) => [
    Number(x),
    Number(share),
  ]);
  expect(going[0]).toEqual([0, 1]);
  expect(going[1]).toEqual([10, 0.75]);
  expect(going.at(-1)).toEqual([90, 0.5]);
});

test("a chart draws its layers where they lie and names each", () => {
  const plot = chart({
    title: "T",
    description: "D",
    x: linearScale(0, 10, 2),
    y: linearScale(0, 4, 4),
    layers: [
      {
        kind: "line",
        tone: "untuned",
        label: "a < b",
        points: [
          { x: 0, y: 3, low: 2, high: 4 },
          { x: 10, y: 1, low: 1, high: 1 },
        ],
      },
      { kind: "marks", tone: "tuned", mark: "diamond", label: "m", points: [{ x: 5, y: 2 }] },
      { kind: "level", label: "l", y: 1 },
    ],
  }).text;
  tagsOf(plot);
  expect(plot).toContain('class="line" d="M0 250L1000 750"');
  expect(plot).toContain('class="range" d="M0 0L1000 750L1000 750L0 500Z"');
  expect(plot).toContain('<svg x="50%" y="140" overflow="visible"><path class="mark"');
  expect(plot).toContain('class="reference" x1="0" x2="100%" y1="210" y2="210"');
  for (const label of ["a &lt; b", "m", "l"]) expect(plot).toContain(`${label}</li>`);
});

test("line panels share their axes", () => {
  const axes = { x: linearScale(0, 10, 2), y: linearScale(1, 3, 2), xTitle: "step", yTitle: "Loss" };
  const panel = { title: "p", tone: "control" as const, caption: "c" };
  const plot = linePanels(
    [
      {
        ...panel,
        points: [
          { x: 0, y: 3 },
          { x: 10, y: 1 },
        ],
      },
      { ...panel, points: [{ x: 5, y: 2 }] },
    ],
    axes,
  ).text;
  tagsOf(plot);
  expect(plot).toContain('d="M0 0L1000 1000"');
  expect(plot).toContain('d="M500 500h0"');
});

test("a scatter puts points over both axes, names them and escapes, and draws zero where it is in range", () => {
  const axis = (low: number, title: string) => ({ title, scale: linearScale(low, 2, 2), tick: String });
  const point = { tone: "tuned" as const, mark: "disc" as const, faint: false };
  const plot = scatter({
    title: "t",
    description: "d",
    x: axis(-2, "across <x>"),
    y: axis(1, "up"),
    legend: [{ tone: "tuned", mark: "disc", label: "a < b" }],
    points: [
      { ...point, x: 0, y: 1.5, name: "one <i>", label: "E+" },
      { ...point, x: -2, y: 2, name: "two", faint: true },
    ],
  }).text;
  tagsOf(plot);
  expect(plot).toContain('<g class="tone-tuned"><title>one &lt;i&gt;</title><svg x="50%" y="160"');
  expect(plot).toContain('<text class="point-label" x="50%" y="164" dx="9">E+</text>');
  expect(plot).toContain('<g class="tone-tuned faint"><title>two</title><svg x="0%" y="0"');
  expect(plot.match(/class="baseline"/g)).toHaveLength(1);
  for (const text of ["a &lt; b</li>", "across &lt;x&gt; →", "↑ up"]) expect(plot).toContain(text);
});

test("a label of a scatter stands to the left of a point that has another, or the edge, at its right", () => {
  const scale = linearScale(0, 100, 5);
  const axis = { title: "a", scale, tick: String };
  const point = { tone: "tuned" as const, mark: "disc" as const, faint: false, y: 50 };
  const plot = scatter({
    title: "t",
    description: "d",
    x: axis,
    y: axis,
    legend: [],
    points: [
      { ...point, x: 50, name: "n", label: "A" },
      { ...point, x: 53, name: "n", label: "B" },
      { ...point, x: 20, name: "n", label: "C" },
      { ...point, x: 23, name: "n", faint: true },
      { ...point, x: 99, name: "n", label: "D" },
    ],
  }).text;
  tagsOf(plot);
  const sides = [...plot.matchAll(/dx="(-?9)"[^>]*>([A-D])</g)].map(([, dx, label]) => `${label}${dx}`);
  expect(sides).toEqual(["A-9", "B9", "C9", "D-9"]);
});

test("a chart names its axes where it is told, and a line without an interval has no range", () => {
  const options = { title: "T", description: "D", x: linearScale(0, 10, 2), y: linearScale(0, 4, 4) };
  const points = [
    { x: 0, y: 3 },
    { x: 10, y: 1 },
  ];
  const line = { kind: "line" as const, tone: "untuned" as const, label: "l", stroke: "dash-dot" as const, points };
  const plot = chart({ ...options, axes: { x: "a < b", y: "up" }, layers: [line] }).text;
  tagsOf(plot);
  for (const text of ["a &lt; b →", "↑ up", 'class="line dash-dot"']) expect(plot).toContain(text);
  expect(plot).not.toContain('class="range"');
  expect(chart({ ...options, layers: [line] }).text).not.toContain("axis-title");
});

test("a group's own reference goes before the plot's", () => {
  const row = { label: "r", tone: "tuned" as const, mark: "disc" as const, value: "1", interval: "" };
  const plot = dotWhisker({
    title: "t",
    description: "d",
    scale: linearScale(0, 4, 2),
    tick: String,
    reference: 1,
    groups: [
      { title: "own", reference: 3, rows: [row] },
      { title: "shared", rows: [row] },
    ],
  }).text;
  expect([...plot.matchAll(/class="reference" x1="(\d+%)"/g)].map(([, at]) => at)).toEqual(["75%", "25%"]);
});
