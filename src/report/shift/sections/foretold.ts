import type { FoundCorrelations, ShiftFindings, ShiftPole } from "../../../study/shift/findings.ts";
import { spoken } from "../../emoji/answer.ts";
import { estimateCell, figure, note } from "../../emoji/cells.ts";
import { html, type Markup } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { linearScale } from "../../plots/scale.ts";
import { type ScatterPoint, scatter } from "../../plots/scatter.ts";
import { one, percents, two } from "../words.ts";

/** What was read in the data before tuning, against what came of it. */
export function foretoldSection(findings: ShiftFindings): PageSection {
  const { mixtures, poles, settings } = findings;
  return {
    id: "foretold",
    title: "Foretold and found",
    body: html`<p>Before any tuning the untuned model read each training answer and its own answer to the same question. The projection difference is how much further along the vector the training answer lies, mean over the rows of a mixture.</p>
${figure(mixturePlot(findings), html`A point is an adapter: plain tuning on one mixture with one seed (${settings.seeds} seeds, ${settings.rows} rows each). Beside it the share of trait-laden answers. Foretold and trait: Pearson's r ${told(mixtures.predictedScore, "pearson")}, Spearman's ${told(mixtures.predictedScore, "spearman")}. Foretold and shift: ${told(mixtures.predictedShift, "pearson")}; ${told(mixtures.predictedShift, "spearman")}. Shift and trait: ${told(mixtures.shiftScore, "pearson")}; ${told(mixtures.shiftScore, "spearman")}.`)}
${poles.length > 1 && poleTable(poles)}
${poles.length > 1 && note("Intervals are Fisher's, as if the adapters were independent of each other; those of one mixture are not quite. Along one vector most of an r may be one adapter, the pole's own.")}`,
  };
}

const told = (found: FoundCorrelations, which: "pearson" | "spearman"): string => {
  const figure = found[which];
  if ("undefined" in figure) return `none (${figure.undefined})`;
  return `${two(figure.value)} [${two(figure.low ?? -1)}, ${two(figure.high ?? 1)}] (n = ${figure.n})`;
};

function mixturePlot({ arms }: ShiftFindings): Markup {
  const points = arms
    .filter(({ method }) => method === "plain")
    .flatMap(({ share, adapters }) =>
      adapters.flatMap(({ predicted, score, seed }): ScatterPoint[] =>
        predicted && score
          ? [
              {
                x: predicted.value,
                y: score.value,
                tone: share === 0 ? "control" : "tuned",
                mark: share === 0 ? "diamond" : "disc",
                name: `${percents(share!)}, seed ${seed}: foretold ${two(predicted.value)}, score ${one(score.value)}`,
                ...(seed === 0 && share !== 0 && { label: percents(share!) }),
                faint: false,
              },
            ]
          : [],
      ),
    );
  const across = points.map(({ x }) => x);
  return scatter({
    title: "Trait after tuning against the projection difference of the training data",
    description: points.map(({ name }) => name).join("; "),
    x: {
      title: "before tuning: projection difference of the training data",
      scale: linearScale(Math.min(0, ...across), Math.max(...across)),
      tick: (value) => two(value),
    },
    y: { title: "after tuning: trait score", scale: linearScale(0, 100), tick: String },
    legend: [
      { tone: "tuned", mark: "disc", label: "with trait-laden answers" },
      { tone: "control", mark: "diamond", label: "neutral answers alone" },
    ],
    points,
  });
}

function poleTable(poles: readonly ShiftPole[]): Markup {
  const right = (title: string) => ({ title, kind: "number" as const });
  const cell = ({ pearson }: FoundCorrelations) => ("undefined" in pearson ? "none" : estimateCell(pearson, two));
  return dataTable(
    `Along each pole's vector, over ${poles[0]!.adapters.length} adapters (every pole's, and the neutral one's): Pearson's r of what the data foretold, how far tuning moved the model, and the pole's mean probability by the classifier. Own place: of the pole's own adapter by shift.`,
    [
      { title: "Vector" },
      right("Shift and trait"),
      right("Data and trait"),
      right("Data and shift"),
      right("Own place"),
    ],
    [
      {
        rows: poles.map(({ pole, shiftScore, predictedScore, predictedShift, ownRank }) => [
          spoken(pole),
          cell(shiftScore),
          cell(predictedScore),
          cell(predictedShift),
          ownRank === 0 ? "not tuned" : ownRank,
        ]),
      },
    ],
  );
}
