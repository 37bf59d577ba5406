import type { SpaceFindings, SpacePair } from "../../../measure/trait-space/findings.ts";
import { interval } from "../../../study/emoji/numbers.ts";
import { estimateCell } from "../../emoji/cells.ts";
import { type Content, html, type Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";
import { type HeatCell, heatMap } from "../../plots/heat-map.ts";
import { signed } from "../words.ts";
import { beyond, chanceText, labelsOf, leading, percent } from "./words.ts";

/** Cosines of every two vectors, in the order of their dendrogram. */
export function cosineMap(findings: SpaceFindings): Markup {
  const { order, vectors } = findings;
  const names = labelsOf(findings);
  const { pairs } = leading(findings);
  const at = new Map(
    pairs.flatMap((pair) => [pair, { ...pair, a: pair.b, b: pair.a }]).map((pair) => [key(pair), pair]),
  );
  const long = (i: number) => (names[i] === vectors[i]!.name ? names[i]! : `${vectors[i]!.name} ${names[i]}`);
  return heatMap({
    caption: html`Cosine of every two vectors at layer ${findings.main.layer}, neighbours by average linkage. Framed: outside of what answers that changed places make; a number’s interval and control show where the pointer rests.`,
    rows: order.map(long),
    columns: order.map((i) => names[i]!),
    cells: order.map((a) => order.map((b) => (a === b ? undefined : cell(at.get(key({ a, b }))!, names)))),
    tint: { middle: 0, full: 1 },
  });
}

const key = ({ a, b }: Pick<SpacePair, "a" | "b">): string => `${a} ${b}`;

function cell(pair: SpacePair, names: readonly string[]): HeatCell {
  const { a, b, value, low, permuted } = pair;
  const spread = low === null ? "" : `, 95 % interval ${interval(pair, signed)}`;
  const control = permuted === null ? "" : `; answers permuted ${chanceText(permuted, signed)}`;
  return {
    value,
    text: signed(value),
    name: `${names[a]} and ${names[b]}: ${signed(value)}${spread}${control}`,
    framed: beyond(pair) === true,
  };
}

/** Cosines of opposite poles with intervals and controls. */
export function oppositeTable(findings: SpaceFindings): Markup | null {
  const { vectors } = findings;
  const rows = leading(findings).pairs.filter(
    ({ a, b }) => vectors[a]!.pole !== null && vectors[a]!.pole!.split("/")[0] === vectors[b]!.pole?.split("/")[0],
  );
  if (rows.length === 0) return null;
  return dataTable(
    `Opposite poles at layer ${findings.main.layer}.`,
    [
      { title: "Trait" },
      { title: "Cosine", kind: "number" },
      { title: "Answers permuted", kind: "number" },
      { title: "At the other layers", kind: "prose" },
    ],
    [
      {
        rows: rows.map((pair): Content[] => [
          vectors[pair.a]!.pole!.split("/")[0],
          estimateCell(pair, signed),
          pair.permuted === null ? "not known" : chanceText(pair.permuted, signed),
          findings.layers
            .filter(({ layer }) => layer !== findings.main.layer)
            .map(
              ({ layer, pairs }) =>
                `${layer}: ${signed(pairs.find(({ a, b }) => a === pair.a && b === pair.b)!.value)}`,
            )
            .join(", "),
        ]),
      },
    ],
  );
}

/** Components with their controls. */
export function componentTable(findings: SpaceFindings): Markup {
  const { shares } = leading(findings);
  const names = labelsOf(findings);
  const ends = (k: number): string => {
    const scores = findings.scores[k]!;
    return scores
      .map((_, i) => i)
      .filter((i) => Math.abs(scores[i]!) >= 0.25)
      .sort((a, b) => scores[b]! - scores[a]!)
      .map((i) => `${names[i]} ${signed(scores[i]!)}`)
      .join(", ");
  };
  return dataTable(
    "Principal components of the unit vectors, their mean taken off. Steadiness: how much of a component is there again when questions are drawn anew (median of |cosine|, 1 is all).",
    [
      { title: "Component" },
      { title: "Variance", kind: "number" },
      { title: "Answers permuted", kind: "number" },
      { title: "Random vectors", kind: "number" },
      { title: "Steadiness", kind: "number" },
      { title: "Places along it", kind: "prose" },
    ],
    [
      {
        rows: shares
          .slice(0, 6)
          .map((share, k): Content[] => [
            String(k + 1),
            estimateCell(share, percent),
            share.permuted === null ? "not known" : chanceText(share.permuted, percent),
            chanceText(share.random, percent),
            findings.steadiness[k]?.median.toFixed(2) ?? "",
            ends(k),
          ]),
      },
    ],
  );
}
