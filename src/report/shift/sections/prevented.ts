import type { ShiftArm, ShiftFindings } from "../../../study/shift/findings.ts";
import { estimateCell, figure, note } from "../../emoji/cells.ts";
import { html, type Markup } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { type ChartLayer, chart, type Stroke } from "../../plots/chart.ts";
import { dotWhisker } from "../../plots/dot-whisker.ts";
import type { Tone } from "../../plots/marks.ts";
import { linearScale } from "../../plots/scale.ts";
import { dosesOf, fullArms, nameOf, percents, three, two, withInterval } from "../words.ts";

const looks: [method: string, tone: Tone, stroke: Stroke][] = [
  ["plain", "tuned", "solid"],
  ["prevent", "control", "solid"],
  ["increments", "control", "dashed"],
  ["ablate", "control", "dotted"],
  ["emoji", "untuned", "dashed"],
  ["afterwards", "untuned", "solid"],
];

/** What each way leaves of the trait and of the emoji. */
export function preventedSection(findings: ShiftFindings): PageSection {
  const { settings } = findings;
  const full = percents(settings.shares.at(-1)!);
  return {
    id: "prevented",
    title: "What keeps the trait out, and what the emoji do then",
    body: html`${figure(gonePlot(findings), html`At ${full} trait-laden answers. 100 %: as in the model as it is; 0 %: as after plain tuning; below 0 there is more of it. 95 % intervals over questions, seeds averaged; every arm is measured without its guard, “steered afterwards” as it is steered.`)}
${shareChart(findings)}
${doseTable(findings)}
${note("Loss with a guard in force is what tuning saw. That it equals plain tuning's says that the rows were learned as well under the guard, not that the adapter alone foretells them as well: “answers without guard” in the table of all arms says that.")}`,
  };
}

function gonePlot(findings: ShiftFindings): Markup {
  const arms = fullArms(findings).filter(({ againstPlain }) => againstPlain !== null);
  const group = (title: string, of: (arm: ShiftArm) => NonNullable<ShiftArm["againstPlain"]>["traitGone"]) => ({
    title,
    rows: arms.map((arm) => {
      const estimate = of(arm);
      const control = arm.method.startsWith("random");
      return {
        label: nameOf(arm.method),
        tone: control ? ("control" as const) : ("tuned" as const),
        mark: control ? ("ring" as const) : ("disc" as const),
        ...(estimate && { estimate }),
        value: estimate ? percents(estimate.value) : "none",
        interval: estimate ? withInterval(estimate, percents).replace(/^[^[]*/, "") : "plain tuning brings none",
      };
    }),
  });
  return dotWhisker({
    title: "Share of what plain tuning brings that is gone",
    description:
      "A group for the trait, one for the shift along the vector and one for the emoji mass; a row for each way.",
    scale: linearScale(-0.5, 1.5),
    tick: percents,
    reference: 1,
    groups: [
      group("Of the trait", ({ againstPlain }) => againstPlain!.traitGone),
      group("Of the emoji mass", ({ againstPlain }) => againstPlain!.emojiGone),
      group("Of the shift along the vector", ({ againstPlain }) => againstPlain!.shiftGone),
    ],
  });
}

/** Trait score and emoji by share, a line a way. */
function shareChart({ arms, settings }: ShiftFindings): Markup {
  const line = (of: (arm: ShiftArm) => { value: number; low: number | null; high: number | null } | null) =>
    looks.flatMap(([method, tone, stroke]): ChartLayer[] => {
      const points = arms
        .filter((arm) => arm.method === method && arm.share !== null && !arm.id.includes("/x"))
        .flatMap((arm) => {
          const estimate = of(arm);
          return estimate ? [{ x: 100 * arm.share!, y: estimate.value }] : [];
        });
      return points.length < 2 ? [] : [{ kind: "line", tone, stroke, label: nameOf(method), points }];
    });
  const drawn = (title: string, layers: readonly ChartLayer[], top: number) =>
    chart({
      title,
      description: layers
        .map(
          (layer) =>
            `${layer.label}: ${layer.kind === "line" ? layer.points.map(({ x, y }) => `${x} % ${two(y)}`).join(", ") : ""}`,
        )
        .join(". "),
      x: linearScale(0, 100 * settings.shares.at(-1)!),
      y: linearScale(0, top),
      axes: { x: "per cent of trait-laden answers", y: title },
      layers,
    });
  const [score, esr] = [line((arm) => arm.score), line((arm) => arm.esr)];
  return html`${figure(drawn("trait score, 0 to 100", score, 100), "By share of trait-laden answers in the training data; the rest are neutral answers to the other questions. At the largest share means over all seeds, at the others of the first alone, but for plain tuning.")}
${figure(drawn("ESR: answers with an emoji", esr, 1), "The training answers hold no emoji.")}`;
}

/** Every strength that was tried. */
function doseTable(findings: ShiftFindings): Markup | null {
  const methods = ["prevent", "increments", "afterwards"].filter((method) => dosesOf(findings, method).length > 1);
  if (methods.length === 0) return null;
  const right = (title: string) => ({ title, kind: "number" as const });
  return dataTable(
    "How strongly: multiples of the vector as it is. Trait and emoji gone as above; loss while tuning over the last epoch less plain tuning's on the same batches; neutral text worse, nats a token.",
    [
      { title: "Strength" },
      right("Trait gone"),
      right("Emoji mass gone"),
      right("ESR"),
      right("Loss over plain"),
      right("Neutral text"),
    ],
    methods.map((method) => ({
      title: nameOf(method),
      rows: dosesOf(findings, method).map(({ strength, againstPlain, esr, neutral }) => [
        String(strength),
        estimateCell(againstPlain?.traitGone ?? null, percents),
        estimateCell(againstPlain?.emojiGone ?? null, percents),
        estimateCell(esr, two),
        method === "afterwards" ? "as plain" : estimateCell(againstPlain?.loss ?? null, three),
        estimateCell(neutral, three),
      ]),
    })),
  );
}
