import type { SweepPoint, VectorSweep } from "../../../measure/steering-sweep/findings.ts";
import type { Markup } from "../../html/markup.ts";
import { type ChartLayer, chart, type Stroke, strokes } from "../../plots/chart.ts";
import type { Tone } from "../../plots/marks.ts";
import { linearScale } from "../../plots/scale.ts";
import { scatter } from "../../plots/scatter.ts";
import { frontOf, placeOf, whole } from "./words.ts";

/** Trait against coherence, a mark a point of the sweep. */
export function curveChart(sweep: VectorSweep): Markup {
  const { points, zero, best, floor } = sweep;
  const front = new Set(frontOf(sweep));
  const scored = points.filter(({ trait, coherence }) => trait !== null && coherence !== null);
  const isBest = ({ layer, strength }: SweepPoint) => layer === best?.layer && strength === best.strength;
  const marks = [...scored].sort((a, b) => rank(a) - rank(b));
  function rank(point: SweepPoint): number {
    return isBest(point) ? 2 : front.has(point) ? 1 : 0;
  }
  return scatter({
    title: "Trait against coherence",
    description: `${frontOf(sweep)
      .map((point) => `${placeOf(point)}: trait ${whole(point.trait)}, coherence ${whole(point.coherence)}`)
      .join("; ")}.${floor === null ? "" : ` The floor is ${floor}.`}`,
    x: { title: "trait", scale: linearScale(0, 100), tick: String },
    y: { title: "coherence", scale: linearScale(0, 100), tick: String },
    legend: [
      { tone: "untuned", mark: "diamond", label: "unsteered" },
      { tone: "tuned", mark: "disc", label: "no other point beats it in both" },
      { tone: "control", mark: "ring", label: "other points" },
    ],
    ...(floor !== null && { level: { y: floor, label: `floor ${floor}` } }),
    points: [
      ...marks.map((point) => ({
        x: point.trait!.value,
        y: point.coherence!.value,
        tone: front.has(point) ? ("tuned" as const) : ("control" as const),
        mark: front.has(point) ? ("disc" as const) : ("ring" as const),
        name: `${placeOf(point)}: trait ${whole(point.trait, true)}, coherence ${whole(point.coherence, true)}`,
        ...(isBest(point) && { label: "best" }),
        faint: !front.has(point),
      })),
      ...(zero.trait && zero.coherence
        ? [
            {
              x: zero.trait.value,
              y: zero.coherence.value,
              tone: "untuned" as const,
              mark: "diamond" as const,
              name: `unsteered: trait ${whole(zero.trait, true)}, coherence ${whole(zero.coherence, true)}`,
              faint: false,
            },
          ]
        : []),
    ],
  });
}

type Line = Extract<ChartLayer, { kind: "line" }>;

const lineOf = (label: string, tone: Tone, points: Line["points"], stroke: Stroke = "solid"): Line => ({
  kind: "line",
  label,
  tone,
  stroke,
  points,
});

/** Trait and coherence by strength, at the best layer and the trait at its neighbours. */
export function strengthChart(sweep: VectorSweep): Markup {
  const { layers, points, best, zero, strengths } = sweep;
  const all = layers.map(({ layer }) => layer);
  const highest = [...points].sort((a, b) => (b.trait?.value ?? 0) - (a.trait?.value ?? 0))[0]!;
  const middle = all.indexOf(best?.layer ?? highest.layer);
  const drawn = [middle, middle - 1, middle + 1].flatMap((i) => all[i] ?? []);
  const curve = (layer: number, of: "trait" | "coherence") =>
    [{ strength: 0, ...zero }, ...points.filter((point) => point.layer === layer)]
      .sort((a, b) => a.strength - b.strength)
      .flatMap(({ strength, [of]: estimate }) =>
        estimate === null
          ? []
          : [
              {
                x: strength,
                y: estimate.value,
                low: estimate.low ?? estimate.value,
                high: estimate.high ?? estimate.value,
              },
            ],
      );
  const lines = [
    lineOf(`coherence, layer ${drawn[0]}`, "untuned", curve(drawn[0]!, "coherence")),
    ...drawn.map((layer, i) => {
      const found = curve(layer, "trait");
      // Ranges of three layers on each other say nothing.
      const shown = i === 0 ? found : found.map(({ x, y }) => ({ x, y }));
      return lineOf(`trait, layer ${layer}`, i === 0 ? "tuned" : "control", shown, strokes[i]);
    }),
  ].filter(({ points: shown }) => shown.length > 0);
  return chart({
    title: "Trait and coherence by strength",
    description: drawn
      .map(
        (layer) =>
          `layer ${layer}: ${curve(layer, "trait")
            .map(({ x, y }) => `${x}: ${y.toFixed(0)}`)
            .join(", ")}`,
      )
      .join("; "),
    x: linearScale(Math.min(0, ...strengths), Math.max(0, ...strengths)),
    y: linearScale(0, 100),
    axes: { x: "strength, in median norms of the residual stream", y: "of 100" },
    layers: [
      ...lines,
      ...(best ? [{ kind: "place" as const, label: `strength ${best.strength}, the best`, x: best.strength }] : []),
    ],
  });
}
