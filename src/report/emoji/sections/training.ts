import type { EmojiFindings } from "../../../study/emoji/findings.ts";
import { percent } from "../../../study/emoji/numbers.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { linePanels } from "../../plots/line.ts";
import { linearScale } from "../../plots/scale.ts";
import { fold, note } from "../cells.ts";
import { armLabel, groupArms, toneOf } from "../labels.ts";
import type { TrainingCurve, TuningData } from "../types.ts";

/** The loss of each tuned arm over its steps. */
export function trainingSection(findings: EmojiFindings, curves: readonly TrainingCurve[]): PageSection {
  const section = { id: "training", title: "Training curves" };
  const points = curves.flatMap((curve) => curve.points);
  if (points.length === 0) return { ...section, body: note("No arm was tuned.") };
  const arms = groupArms(findings).flatMap((group) => group.arms);
  const panels = arms.flatMap((arm) => {
    const own = curves.find((curve) => curve.arm === arm.id)?.points ?? [];
    if (own.length === 0) return [];
    const rows = arm.tuning ? `, ${arm.tuning.rows} answers` : "";
    const caption = `loss ${own[0]!.loss.toFixed(2)} to ${own.at(-1)!.loss.toFixed(2)} in ${own.length} steps${rows}`;
    return [
      {
        title: armLabel(arm, findings.settings),
        tone: toneOf(arm),
        caption,
        points: own.map(({ step, loss }) => ({ x: step, y: loss })),
      },
    ];
  });
  const losses = points.map(({ loss }) => loss);
  const axes = {
    x: linearScale(0, Math.max(...points.map(({ step }) => step)), 4),
    y: linearScale(Math.min(...losses), Math.max(...losses), 4),
    xTitle: "step",
    yTitle: "Loss",
  };
  return {
    ...section,
    body: html`<p>${lossWords(curves)}</p>
${fold(`The loss over the steps, ${panels.length} arms`, linePanels(panels, axes))}
${note("Mean loss of each step's batch over the tokens that carry loss, by step; the same axes in all panels. Levels of silent carry loss on different tokens, so their heights are not to be compared with each other.")}`,
  };
}

/** From which to which loss, over all arms. */
function lossWords(curves: readonly TrainingCurve[]): string {
  const own = curves.filter(({ points }) => points.length > 0).map(({ points }) => points.map(({ loss }) => loss));
  const range = (losses: readonly number[]) => {
    const [low, high] = [Math.min(...losses).toFixed(2), Math.max(...losses).toFixed(2)];
    return low === high ? low : `${low}–${high}`;
  };
  const steps = [...new Set(own.map(({ length }) => length))].sort((a, b) => a - b);
  return `${own.length === 1 ? "One arm was" : `${own.length} arms were`} tuned, in ${steps.length > 1 ? `${steps[0]}–${steps.at(-1)}` : steps[0]} steps: the loss went from ${range(own.map((losses) => losses[0]!))} to ${range(own.map((losses) => losses.at(-1)!))}.`;
}

/** What was tuned on. */
export function dataSection(data: readonly TuningData[]): PageSection {
  const section = { id: "data", title: "Tuning data" };
  if (data.length === 0) return { ...section, body: note("No arm was tuned.") };
  const number = (title: string) => ({ title, kind: "number" as const });
  const columns = [
    { title: "Set" },
    number("Answers"),
    number("Median tokens"),
    number("Sentences / answer"),
    number("With “!”"),
    number("Emoji"),
    { title: "Source" },
    { title: "SHA-256" },
  ];
  return {
    ...section,
    body: dataTable(
      "The answers that arms were tuned on. Sets that differ in their “!” rate differ in more than the trait.",
      columns,
      [
        {
          rows: data.map((set) => [
            set.name,
            set.rows,
            Math.round(set.medianTokens),
            set.meanSentences.toFixed(1),
            percent(set.exclamationShare),
            set.emoji,
            set.source,
            html`<span class="id">${set.sha256.slice(0, 16)}…</span>`,
          ]),
        },
      ],
    ),
  };
}
