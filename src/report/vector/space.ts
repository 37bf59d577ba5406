import type { SpaceFindings } from "../../measure/trait-space/findings.ts";
import { figure, fold, note, tied } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { chart } from "../plots/chart.ts";
import { linearScale } from "../plots/scale.ts";
import { scatter } from "../plots/scatter.ts";
import { componentTable, cosineMap, oppositeTable } from "./space/tables.ts";
import { labelsOf, leading, percent, spaceWords } from "./space/words.ts";
import { signed } from "./words.ts";

/** The answer in a few sentences. */
export const spaceLead = (findings: SpaceFindings): Content =>
  spaceWords(findings).map((sentence) => html`<p>${tied(sentence)}</p>`);

/** How vectors lie to each other, as sections of a page. */
export const spaceSections = (findings: SpaceFindings): PageSection[] => [
  {
    id: "cosines",
    title: "Which vectors point the same way",
    body: html`${findings.warnings.map((warning) => note(warning))}
${cosineMap(findings)}
${oppositeTable(findings)}
${note(`Intervals: ${findings.draws} draws of the questions, the same draw for all vectors that share questions. Control: ${findings.permutations} times the answers to each question, of whatever vector and side, were dealt anew over the places where they stand; the answers that vectors share stay shared, so what is left of a cosine comes from the sharing.`)}`,
  },
  {
    id: "components",
    title: "What the space is made of",
    body: html`${plane(findings)}
${componentTable(findings)}`,
  },
  ...(findings.layers.length > 1 ? [layerSection(findings)] : []),
  { id: "vectors", title: "What was compared", body: vectorTable(findings) },
];

function plane(findings: SpaceFindings): Markup | null {
  const [across, up] = findings.scores;
  if (across === undefined || up === undefined) return null;
  const { shares } = leading(findings);
  const names = labelsOf(findings);
  const axis = (values: readonly number[], k: number) => ({
    title: `component ${k + 1}, ${percent(shares[k]!.value)} of the variance`,
    scale: linearScale(Math.min(-0.5, ...values), Math.max(0.5, ...values)),
    tick: String,
  });
  const points = findings.vectors.map(({ name, pole }, i) => {
    const look = lookOf(pole);
    return {
      x: across[i]!,
      y: up[i]!,
      ...look,
      name: `${name}: ${signed(across[i]!)}, ${signed(up[i]!)}`,
      label: names[i]!,
      faint: false,
    };
  });
  const legend = ([...looks.keys()] as const)
    .filter((kind) => points.some(({ mark }) => mark === looks.get(kind)!.mark))
    .map((kind) => ({ ...looks.get(kind)!, label: kind }));
  return figure(
    scatter({
      title: "Vectors in the plane of the first two components",
      description: findings.vectors.map(({ name }, i) => `${name} ${signed(across[i]!)}, ${signed(up[i]!)}`).join("; "),
      x: axis(across, 0),
      y: axis(up, 1),
      legend,
      points,
    }),
    `Unit vectors at layer ${findings.main.layer} (${findings.main.why}), their mean taken off: 0 is the middle of them all.`,
  );
}

const looks = new Map([
  ["high pole", { tone: "tuned", mark: "disc" }],
  ["low pole", { tone: "untuned", mark: "ring" }],
  ["another trait", { tone: "control", mark: "diamond" }],
] as const);

const lookOf = (pole: string | null) =>
  looks.get(pole === null ? "another trait" : pole.endsWith("high") ? "high pole" : "low pole")!;

function layerSection({ layers }: SpaceFindings): PageSection {
  const depths = layers.map(({ layer }) => layer);
  const line = (
    label: string,
    tone: "tuned" | "untuned" | "control",
    of: (layer: (typeof layers)[number]) => Level | null,
  ) => {
    const points = layers.flatMap((layer) => {
      const found = of(layer);
      if (found === null) return [];
      const { value: y, low, high } = found;
      return [{ x: layer.layer, y, ...(low !== null && high !== null ? { low, high } : {}) }];
    });
    return points.length === 0 ? [] : [{ kind: "line" as const, label, tone, points }];
  };
  return {
    id: "layers",
    title: "From layer to layer",
    body: figure(
      chart({
        title: "Mean cosine of opposite poles and of other pairs, by layer",
        description: `Layers ${depths[0]} to ${depths.at(-1)}.`,
        x: linearScale(depths[0]!, depths.at(-1)!, Math.min(8, depths.length)),
        y: linearScale(-1, 1, 4),
        axes: { x: "layer", y: "cosine, share" },
        layers: [
          ...line("opposite poles", "tuned", ({ opposite }) => opposite),
          ...line("all other pairs", "untuned", ({ other }) => other),
          ...line("first component’s share of the variance", "control", ({ shares }) => shares[0]!),
          { kind: "level", label: "at a right angle", y: 0 },
        ],
      }),
      "With 95 % intervals over questions where the vectors can be made anew.",
    ),
  };
}

interface Level {
  value: number;
  low: number | null;
  high: number | null;
}

const vectorTable = (findings: SpaceFindings): Markup => {
  const names = labelsOf(findings);
  return html`${fold(
    `${findings.vectors.length} vectors`,
    dataTable(
      "Vectors, and what they rest on.",
      [
        { title: "Vector" },
        { title: "Short" },
        { title: "+ means" },
        { title: "Questions", kind: "number" },
        { title: "Intervals", kind: "prose" },
      ],
      [
        {
          rows: findings.vectors.map(({ name, meaning, questions, why }, i) => [
            name,
            names[i]!,
            meaning,
            questions ?? "",
            why === null ? "yes" : `none: ${why}`,
          ]),
        },
      ],
    ),
  )}`;
};
