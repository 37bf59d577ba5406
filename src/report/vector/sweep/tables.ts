import type { FreshFigures, PointFigures, VectorSweep } from "../../../measure/steering-sweep/findings.ts";
import { percent } from "../../../study/emoji/numbers.ts";
import { estimateCell } from "../../emoji/cells.ts";
import type { Content, Markup } from "../../html/markup.ts";
import { dataTable, type TableColumn } from "../../html/table.ts";
import { heatMap } from "../../plots/heat-map.ts";
import { placeOf, whole } from "./words.ts";

/** The trait by layer and strength, tinted by how far it is from no steering. */
export function traitMap({ trait, layers, strengths, points, zero, best, floor }: VectorSweep): Markup {
  const downwards = [...layers].reverse();
  return heatMap({
    caption: `Score for ${trait.name}, 0 to 100.`,
    axes: { row: "layer", column: "strength" },
    rows: downwards.map(({ layer }) => String(layer)),
    columns: strengths.map(String),
    cells: downwards.map(({ layer }) =>
      strengths.map((strength) => {
        const point = points.find((each) => each.layer === layer && each.strength === strength)!;
        return {
          value: point.trait?.value ?? null,
          text: whole(point.trait),
          name: `${placeOf(point)}: trait ${whole(point.trait, true)}, coherence ${whole(point.coherence, true)}`,
          framed: layer === best?.layer && strength === best.strength,
          weak: floor !== null && !((point.coherence?.value ?? 0) >= floor),
        };
      }),
    ),
    tint: { middle: zero.trait?.value ?? 0, full: 60 },
  });
}

const number = (title: string): TableColumn => ({ title, kind: "number" });
const figureColumns = [number("Trait"), number("Coherence"), number("Perplexity"), number("ESR"), number("Ended")];

const one = (value: number) => value.toFixed(0);
const cells = ({ trait, coherence, perplexity, esr, ended }: PointFigures): Content[] => [
  estimateCell(trait, one),
  estimateCell(coherence, one),
  estimateCell(perplexity, (value) => value.toPrecision(3)),
  estimateCell(esr, percent),
  estimateCell(ended, percent),
];

/** Every point's figures. */
export const pointTable = ({ points, zero, layers }: VectorSweep): Markup =>
  dataTable(
    "Trait and coherence of 100; perplexity of what was written under the unsteered model, by token; ESR: answers with an emoji; ended: answers that ended by themselves. 95 % intervals over questions.",
    [{ title: "Strength" }, number("Length"), ...figureColumns],
    [
      { title: "Unsteered", rows: [["0", "0", ...cells(zero)]] },
      ...layers.map(({ layer, medianNorm }) => ({
        title: `Layer ${layer}, residual stream of ${medianNorm.toPrecision(3)}`,
        rows: points
          .filter((point) => point.layer === layer)
          .map((point) => [String(point.strength), point.added.toPrecision(3), ...cells(point)]),
      })),
    ],
  );

/** The best point, no steering and random directions on fresh questions. */
export function freshTable({ questions, zero, best, lowest, gain, random }: FreshFigures): Markup {
  const rows: Content[][] = [
    ["unsteered", ...cells(zero)],
    ["best point", ...cells(best)],
    ...(lowest ? [["least of the trait", ...cells(lowest)]] : []),
    ...(random
      ? [
          [
            `${random.directions} random directions, as long`,
            estimateCell(random.trait, one),
            estimateCell(random.coherence, one),
            "",
            estimateCell(random.esr, percent),
            "",
          ],
        ]
      : []),
    ["best less unsteered", estimateCell(gain, one), "", "", "", ""],
    ...(random ? [["best less random", estimateCell(random.over, one), "", "", "", ""]] : []),
  ];
  return dataTable(
    `${questions} fresh questions; 95 % intervals over questions, and over directions where these are several.`,
    [{ title: "Model" }, ...figureColumns],
    [{ rows }],
  );
}
