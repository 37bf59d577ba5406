import type { TokensFindings } from "../../../explain/tokens/findings.ts";
import { figure } from "../../emoji/cells.ts";
import { html, type Markup } from "../../html/markup.ts";
import { type ChartLayer, chart, strokes } from "../../plots/chart.ts";
import type { Tone } from "../../plots/marks.ts";
import { linearScale, logScale, powerOfTen } from "../../plots/scale.ts";
import { type NameOf, writerNames } from "./words.ts";

/** The emoji mass over the answer, a picture a writer and a line an arm. */
export function curveFigures(findings: TokensFindings, nameOf: NameOf): Markup[] {
  return findings.writers.flatMap(({ writer, texts }) => {
    const curves = findings.curves.filter(
      (curve) => curve.writer === writer && curve.points.length > 1 && findings.arms.some(({ id }) => id === curve.arm),
    );
    const points = curves.flatMap((curve) => curve.points);
    const positive = points.flatMap(({ value, high }) => [value, high ?? value]).filter((value) => value > 1e-12);
    if (positive.length === 0) return [];
    const y = logScale(Math.min(...positive), Math.max(...positive));
    const plot = chart({
      title: `Emoji mass over ${writerNames[writer]}`,
      description:
        "Mean probability of starting an emoji by token of the answer, one line an arm, with 95 per cent bands, on a logarithmic axis. The table below holds the means by kind of place.",
      x: linearScale(0, Math.max(findings.trainingEnd, ...points.map(({ token }) => token)), 8),
      y,
      tick: powerOfTen,
      layers: [
        ...curves.map((curve) => layerOf(curve, findings, nameOf)),
        {
          kind: "place",
          label: `where a training answer ends: ${findings.trainingEnd} tokens`,
          x: findings.trainingEnd,
        },
      ],
    });
    const width = curves[0]!.width;
    return [
      html`<h3>Reading ${writerNames[writer]}</h3>
${figure(plot, `Probability that an emoji starts, by tokens of the answer before it: means over ${width === 1 ? "each place" : `stretches of ${width} tokens`}, then over texts, with bootstrap 95 % bands over ${texts} texts. Logarithmic axis; a band that falls off its lower end reaches to nearly nothing. Toward the right fewer texts are long enough.`)}`,
    ];
  });
}

function layerOf(
  { arm, width, points }: TokensFindings["curves"][number],
  findings: TokensFindings,
  nameOf: NameOf,
): ChartLayer {
  const tone = toneOf(arm, findings);
  const alike = findings.arms.filter(({ id }) => toneOf(id, findings) === tone);
  const nth = alike.findIndex(({ id }) => id === arm);
  return {
    kind: "line",
    label: nameOf(arm),
    tone,
    stroke: strokes[nth % strokes.length],
    points: points.map(({ token, value, low, high }) => ({
      x: token + (width - 1) / 2,
      y: value,
      low: low ?? 0,
      high: high ?? 1,
    })),
  };
}

function toneOf(arm: string, { base, arms }: TokensFindings): Tone {
  if (arm === base) return "untuned";
  return arms.some(({ control }) => control === arm) ? "control" : "tuned";
}
