import { figure } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { chart } from "../plots/chart.ts";
import { fineLogScale, linearScale } from "../plots/scale.ts";
import type { TrainingFindings } from "./findings.ts";

/** Most points of the line: a page is not wider. */
const blocks = 200;

/** The training loss, what the model makes of held-out text, and the least that any model can. */
export function curveSection({ steps, curve, heldOut, perplexity }: TrainingFindings, epochs: number): PageSection {
  const floor = Math.log(perplexity.grammar);
  const size = Math.ceil(curve.length / blocks);
  const losses = [...curve, ...heldOut].map(({ loss }) => loss);
  const [first, last] = [heldOut[0]!, heldOut.at(-1)!];
  const plot = chart({
    title: "Loss by step",
    description: `Loss in nats a token, on a logarithmic axis: on held-out text from ${first.loss.toFixed(2)} before the first step to ${last.loss.toFixed(2)} at the end; the grammar's own entropy is ${floor.toFixed(2)}.`,
    x: linearScale(0, steps, 5),
    y: fineLogScale(Math.min(floor, ...losses), Math.max(...losses)),
    layers: [
      { kind: "line", tone: "untuned", label: "training text", points: smoothed(curve, size) },
      {
        kind: "marks",
        tone: "tuned",
        mark: "diamond",
        label: "held-out text",
        points: heldOut.map(({ step, loss }) => ({ x: step, y: loss })),
      },
      { kind: "level", label: "the grammar's own entropy", y: floor },
    ],
  });
  return {
    id: "curve",
    title: "Loss",
    body: figure(
      plot,
      html`Loss in nats a token by step, logarithmic. The line: mean of ${size === 1 ? "each step" : `${size} steps in turn`}, the band from their least to their largest.${epochs === 1 ? " Training text is read once, so each step's loss is one on text that the model has not seen." : ""}`,
    ),
  };
}

/** Means over `size` steps in turn, with the least and the largest of them, at the middle of their steps. */
export function smoothed(curve: TrainingFindings["curve"], size: number) {
  return Array.from({ length: Math.ceil(curve.length / size) }, (_, i) => {
    const block = curve.slice(i * size, (i + 1) * size);
    const losses = block.map(({ loss }) => loss);
    return {
      x: (block[0]!.step + block.at(-1)!.step) / 2,
      y: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      low: Math.min(...losses),
      high: Math.max(...losses),
    };
  });
}
