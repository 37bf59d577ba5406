import type { Writer } from "../../../explain/texts.ts";
import type { TokensFindings } from "../../../explain/tokens/findings.ts";
import { figure } from "../../emoji/cells.ts";
import { html, type Markup } from "../../html/markup.ts";
import { type ChartLayer, chart, strokes } from "../../plots/chart.ts";
import type { Tone } from "../../plots/marks.ts";
import { linearScale, logScale, powerOfTen } from "../../plots/scale.ts";
import { type NameOf, writerNames } from "./words.ts";

/** The emoji mass over the answer, a picture a writer and a line an arm: training answers first, what all arms were, or were not, tuned on. */
export function curveFigures(findings: TokensFindings, nameOf: NameOf): { writer: Writer; body: Markup }[] {
  const order = ["corpus", "base", "persona"];
  const writers = [...findings.writers].sort((a, b) => order.indexOf(a.writer) - order.indexOf(b.writer));
  return writers.flatMap(({ writer, texts }) => {
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
      axes: { x: "tokens of the answer before it", y: "probability that an emoji starts" },
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
      {
        writer,
        body: html`<h3>Reading ${writerNames[writer]}</h3>
${figure(plot, `Means over ${width === 1 ? "each place" : `stretches of ${width} tokens`}, then over texts, with bootstrap 95 % bands over ${texts} texts (none behind prompts and examples). All spellings of an emoji in byte pieces are added. Logarithmic axis; a band that falls off its lower end reaches to nearly nothing. Toward the right fewer texts are long enough.`)}`,
      },
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
      ...(asked(arm) ? {} : { low: low ?? 0, high: high ?? 1 }),
    })),
  };
}

/** Whether an arm is the untuned model, asked in another way: it is a yardstick, so its line goes without a band. */
const asked = (arm: string): boolean => /^(prompt|examples)/.test(arm);

function toneOf(arm: string, { base, arms }: TokensFindings): Tone {
  if (arm === base || asked(arm)) return "untuned";
  return arms.some(({ control }) => control === arm) ? "control" : "tuned";
}
