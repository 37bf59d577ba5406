import type { Outcome } from "../../../explain/ablate/effects.ts";
import type { AblateFindings } from "../../../explain/ablate/findings.ts";
import { percent, small } from "../../../study/emoji/numbers.ts";
import { estimateCell, note } from "../../emoji/cells.ts";
import { type Content, html } from "../../html/markup.ts";
import { dataTable, type TableColumn } from "../../html/table.ts";
import { whole } from "./words.ts";

const number = (title: string): TableColumn => ({ title, kind: "number" });
const columns: TableColumn[] = [
  { title: "intervention" },
  number("emoji mass"),
  number("mass gone"),
  number("trait left"),
  number("“!” mass"),
  number("fluency, nats"),
];

const cells = (outcome: Outcome, label: Content = outcome.label): Content[] => [
  label,
  estimateCell(outcome.mass, small),
  estimateCell(outcome.removed, whole),
  estimateCell(outcome.retained, whole),
  estimateCell(outcome.exclamation, small),
  estimateCell(outcome.fluency, (value) => value.toFixed(2)),
];

/** Sets of neurons by how they are held, single ones, and the way back. */
export function neuronTables({ neurons }: AblateFindings): Content {
  if (neurons === null) return null;
  const { sizes, singles, transplants } = neurons;
  const held = {
    take: "held at the reference's values",
    zero: "set to 0",
    mean: "set to the reference's mean",
  } as const;
  const groups = (["take", "zero", "mean"] as const).map((clamp) => ({
    title: held[clamp],
    rows: sizes.filter((one) => one.clamp === clamp).map(({ outcome }) => cells(outcome)),
  }));
  return html`${dataTable("Neurons taken out, teacher-forced", columns, groups)}
${
  singles.length === 0
    ? null
    : dataTable(
        "Single neurons, each held at the reference's values, beside a random one of its layer that changes as much",
        [{ title: "neuron" }, number("mass gone"), number("trait left"), number("mass gone, random one")],
        [
          {
            rows: singles.map(({ own, random }) => [
              own.label,
              estimateCell(own.removed, percent),
              estimateCell(own.retained, whole),
              random ? estimateCell(random.removed, percent) : "none left",
            ]),
          },
        ],
      )
}
${dataTable("The other way round: the reference given the persona's values", columns, [{ rows: transplants.map((one) => cells(one)) }])}`;
}

/** The direction, layer by layer. */
export function directionTable({ directions }: AblateFindings): Content {
  if (directions === null) return null;
  return dataTable("The persona held at the reference's mean along the direction", columns, [
    { rows: [...directions.layers.map(({ outcome }) => cells(outcome)), cells(directions.all)] },
    {
      title: "random directions after all layers, as far moved",
      rows: directions.randomAll.sets.slice(0, 3).map((one) => cells(one)),
    },
  ]);
}

/** The adapter without its parts, and each part alone. */
export function adapterTable({ adapter }: AblateFindings): Content {
  if (adapter === null) return null;
  const pairs = adapter
    .filter(({ how }) => how === "without")
    .map((without) => ({
      part: without.part,
      without: without.outcome,
      only: adapter.find(
        ({ how, part, outcome }) => how === "only" && part === without.part && outcome.label === without.outcome.label,
      )!.outcome,
    }));
  const titles = {
    layer: "layers",
    projection: "projections",
    block: "attention and MLP",
    components: "strongest singular directions of every update",
  };
  const columnsOfParts = [
    { title: "part" },
    number("mass gone without it"),
    number("trait left without it"),
    number("mass gone with it alone"),
    number("trait left with it alone"),
  ];
  return dataTable(
    "Parts of the adapter: a LoRA is a sum, so parts are left out or kept alone",
    columnsOfParts,
    (["block", "projection", "layer", "components"] as const).flatMap((part) => {
      const rows = pairs
        .filter((one) => one.part === part)
        .map(({ without, only }) => [
          without.label,
          estimateCell(without.removed, whole),
          estimateCell(without.retained, whole),
          estimateCell(only.removed, whole),
          estimateCell(only.retained, whole),
        ]);
      return rows.length === 0 ? [] : [{ title: titles[part], rows }];
    }),
  );
}

/** What variants write when they are asked. */
export function writtenTable({ written, counts }: AblateFindings): Content {
  const alignment = written.some((one) => one.alignment !== null);
  return html`${dataTable(
    `Answers written to ${counts.questions} questions`,
    [
      { title: "who" },
      number("ESR"),
      number("with “!”"),
      ...(alignment ? [number("trait in the words")] : []),
      number("coherence, nats"),
      { title: "first answer", kind: "prose" },
    ],
    [
      {
        rows: written.map(({ label, esr, exclamationRate, alignment: own, coherence, sample }) => [
          label,
          estimateCell(esr, percent),
          estimateCell(exclamationRate, percent),
          ...(alignment ? [estimateCell(own, whole)] : []),
          estimateCell(coherence, (value) => value.toFixed(2)),
          sample.length > 120 ? `${sample.slice(0, 117)}…` : sample,
        ]),
      },
    ],
  )}
${note("Coherence is the mean log-probability that the model as it is gives a token of the answers' words, emoji left out; below the model's own by a nat is odd, by several is broken.")}`;
}
