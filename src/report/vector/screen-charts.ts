import type { ScreenFindings } from "../../measure/projection/screen-findings.ts";
import type { Markup } from "../html/markup.ts";
import { type ChartLayer, chart } from "../plots/chart.ts";
import { linearScale } from "../plots/scale.ts";

/** Shares of clean, screened and planted rows by their distance from clean text. */
export function spreadChart({ values, clean }: ScreenFindings): Markup {
  const { mean, deviation, threshold } = clean;
  const told = (raw: number) => (raw - mean) / deviation;
  const groups = [
    { label: "clean text", tone: "control" as const, rows: values.clean.map(told) },
    { label: values.planted ? "rows, not planted" : "rows", tone: "untuned" as const, rows: values.data.map(told) },
    ...(values.planted ? [{ label: "planted rows", tone: "tuned" as const, rows: values.planted.map(told) }] : []),
  ].filter(({ rows }) => rows.length > 0);
  const all = groups.flatMap(({ rows }) => rows);
  const x = linearScale(Math.min(...all), Math.max(...all), 8);
  const [first, last] = [x.ticks[0]!, x.ticks.at(-1)!];
  const bins = 24;
  const width = (last - first) / bins;
  const shares = (rows: readonly number[]) =>
    Array.from({ length: bins }, (_, bin) => {
      const [from, to] = [first + bin * width, first + (bin + 1) * width];
      const inside = rows.filter((value) => value >= from && (value < to || bin === bins - 1)).length;
      return { x: from + width / 2, y: inside / rows.length };
    });
  const lines = groups.map(({ label, tone, rows }, i): ChartLayer => {
    const stroke = (["solid", "dashed", "dotted"] as const)[i]!;
    return { label: `${label} (${rows.length})`, kind: "line", tone, stroke, points: shares(rows) };
  });
  const most = Math.max(...lines.flatMap((line) => (line.kind === "line" ? line.points.map(({ y }) => y) : [])));
  return chart({
    title: "Rows by their distance from clean text",
    description: "Share of the rows of each kind by standard deviations of clean text.",
    x,
    y: linearScale(0, most),
    axes: { x: "standard deviations of clean text", y: "share of rows" },
    layers: [...lines, { label: "flagged from here on", kind: "place", x: told(threshold) }],
  });
}

/** The receiver operating characteristic of the projection for planted rows. */
export function rocChart({ values }: ScreenFindings): Markup {
  const bad = (values.planted ?? []).toSorted((a, b) => b - a);
  const good = values.data.toSorted((a, b) => b - a);
  const thresholds = [...new Set([...bad, ...good])].sort((a, b) => b - a);
  const above = (rows: readonly number[], at: number) =>
    rows.filter((value) => value >= at).length / (rows.length || 1);
  // A few hundred points draw the same curve as thousands.
  const step = Math.max(1, Math.ceil(thresholds.length / 300));
  const points = [
    { x: 0, y: 0 },
    ...thresholds.filter((_, i) => i % step === 0).map((at) => ({ x: above(good, at), y: above(bad, at) })),
    { x: 1, y: 1 },
  ];
  const diagonal = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  return chart({
    title: "Planted rows found, against good rows flagged",
    description: "By threshold of the projection.",
    x: linearScale(0, 1),
    y: linearScale(0, 1),
    axes: { x: "good rows flagged", y: "planted rows flagged" },
    layers: [
      { label: "projection", kind: "line", tone: "tuned", points },
      { label: "chance", kind: "line", tone: "untuned", stroke: "dotted", points: diagonal },
    ],
  });
}
