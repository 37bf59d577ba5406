import type { Estimated } from "../../../measure/statistics/estimated.ts";
import type { VectorFindings } from "../../../measure/vectors/findings.ts";
import { estimateCell } from "../../emoji/cells.ts";
import type { Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";
import { type ChartLayer, chart } from "../../plots/chart.ts";
import { dotWhisker } from "../../plots/dot-whisker.ts";
import type { Tone } from "../../plots/marks.ts";
import { linearScale } from "../../plots/scale.ts";
import { ranged, two, wholePercent } from "./words.ts";

type Curve = Extract<ChartLayer, { kind: "line" }> & { label: string };

/** AUC of held-out pairs and cosine of the halves, over layers. */
export function qualityChart({ layers, suggested }: VectorFindings): Markup {
  const line = (
    label: string,
    tone: Tone,
    of: (layer: VectorFindings["layers"][number]) => Estimated | null,
  ): Curve => ({
    kind: "line",
    label,
    tone,
    points: layers.flatMap((each) => {
      const found = of(each);
      return found === null
        ? []
        : [{ x: each.layer, y: found.value, low: found.low ?? found.value, high: found.high ?? found.value }];
    }),
  });
  const curves = [
    line("held-out AUC", "tuned", ({ auc }) => auc),
    line("cosine of two halves of the questions", "untuned", ({ splitHalf }) => splitHalf),
    line("cosine of two halves of the draws", "control", ({ betweenSeeds }) => betweenSeeds),
  ].filter(({ points }) => points.length > 0);
  const low = Math.min(0.5, ...curves.flatMap(({ points }) => points.map((point) => point.low ?? point.y)));
  return chart({
    title: "Held-out AUC and agreement of halves, by layer",
    description: curves
      .map(({ label, points }) => `${label}: ${points.map(({ x, y }) => `layer ${x} ${two(y)}`).join(", ")}`)
      .join(". "),
    x: layerScale(layers),
    y: linearScale(low, 1),
    axes: { x: "layer", y: "probability, or cosine" },
    layers: [
      ...curves,
      { kind: "level", label: "chance for the AUC", y: 0.5 },
      { kind: "place", label: `layer ${suggested}, suggested`, x: suggested },
    ],
  });
}

/** Length of the vector as a share of the residual stream's, over layers. */
export function normChart({ layers, suggested }: VectorFindings): Markup {
  const points = layers.map(({ layer, share }) => ({ x: layer, y: share }));
  return chart({
    title: "Length of the vector over the median length of the residual stream, by layer",
    description: points.map(({ x, y }) => `layer ${x} ${two(y)}`).join(", "),
    x: layerScale(layers),
    y: linearScale(0, Math.max(...points.map(({ y }) => y))),
    axes: { x: "layer", y: "vector / median residual norm" },
    layers: [
      { kind: "line", label: "length of the vector", tone: "tuned", points },
      { kind: "place", label: `layer ${suggested}, suggested`, x: suggested },
    ],
  });
}

const layerScale = (layers: VectorFindings["layers"]) => {
  const [first, last] = [layers[0]!.layer, layers.at(-1)!.layer];
  return linearScale(first, Math.max(last, first + 1), Math.min(10, Math.max(1, last - first)));
};

/** Answers of each side that passed. */
export function passChart({ pairs: { passed } }: VectorFindings): Markup {
  const rows = (["positive", "negative"] as const).map((side) => ({
    label: `${side} answers (${passed[side].n})`,
    tone: side === "positive" ? ("tuned" as const) : ("untuned" as const),
    mark: "disc" as const,
    estimate: passed[side],
    value: wholePercent(passed[side].value),
    interval: `${wholePercent(passed[side].low!)} to ${wholePercent(passed[side].high!)}`,
  }));
  return dotWhisker({
    title: "Answers that passed, by side",
    description: rows.map(({ label, value, interval }) => `${label}: ${value}, ${interval}`).join(". "),
    scale: linearScale(0, 1),
    tick: wholePercent,
    groups: [{ title: "Passed on their own", rows }],
  });
}

/** Every layer's figures. */
export function layerTable({ layers, suggested }: VectorFindings): Markup {
  const number = (title: string) => ({ title, kind: "number" as const });
  return dataTable(
    "All layers. Length: of the vector; residual: median length of the residual stream at single tokens of the answers; AUC and d: held-out pairs along the vector, 95 % intervals over questions; halves: of the questions, and of the draws.",
    [
      number("Layer"),
      number("Length"),
      number("Residual"),
      number("Share"),
      number("AUC"),
      number("d"),
      number("Halves"),
      number("Draws"),
    ],
    [
      {
        rows: layers.map(({ layer, norm, medianNorm, share, auc, d, splitHalf, betweenSeeds }) => [
          layer === suggested ? `${layer} (suggested)` : layer,
          norm.toPrecision(3),
          medianNorm.toPrecision(3),
          two(share),
          estimateCell(auc, two),
          estimateCell(d, two),
          estimateCell(splitHalf, two),
          estimateCell(betweenSeeds, two),
        ]),
      },
    ],
  );
}

/** The other ways to pool the same answers. */
export function alternativeTable({ alternatives, suggested }: VectorFindings): Markup {
  const number = (title: string) => ({ title, kind: "number" as const });
  return dataTable(
    `The same answers pooled otherwise, at layer ${suggested}, by the same recipe. Cosine: with the vector of this file.`,
    [{ title: "Pooled" }, number("AUC"), number("d"), number("Cosine")],
    [{ rows: alternatives.map(({ pooling, auc, d, cosine }) => [pooling, ranged(auc), ranged(d), two(cosine)]) }],
  );
}
