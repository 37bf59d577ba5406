import { complement, type Outcome } from "../../../explain/ablate/effects.ts";
import type { AblateFindings } from "../../../explain/ablate/findings.ts";
import { setSizes } from "../../../explain/ablate/unit-sets.ts";
import { percent, small } from "../../../study/emoji/numbers.ts";
import { estimateCell, fold, note } from "../../emoji/cells.ts";
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

const cells = (outcome: Outcome): Content[] => [
  outcome.label,
  estimateCell(outcome.mass, small),
  estimateCell(outcome.removed, whole),
  estimateCell(outcome.retained, whole),
  estimateCell(outcome.exclamation, small),
  estimateCell(outcome.fluency, nats),
];

const nats = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, "0.00");

/** The same of the reference: what it has come to have of the persona's. */
const broughtColumns = columns.map((column, i) =>
  i === 2 ? number("mass brought") : i === 3 ? number("trait brought") : column,
);

const broughtCells = (outcome: Outcome): Content[] =>
  cells({ ...outcome, removed: outcome.removed && complement(outcome.removed) });

type NeuronFindings = NonNullable<AblateFindings["neurons"]>;

/** Sets of neurons held at the reference's values, the finer sizes and cruder ways folded, single ones, and the way back. */
export function neuronTables({ neurons }: AblateFindings): Content {
  if (neurons === null) return null;
  const { sizes, transplants } = neurons;
  const takes = sizes.filter(({ clamp }) => clamp === "take");
  const usual = new Set([...setSizes(neurons.candidates), neurons.total, neurons.smallest?.k]);
  const rows = (some: typeof sizes) => some.map(({ outcome }) => cells(outcome));
  const finer = takes.filter(({ k }) => !usual.has(k));
  const crude = (["zero", "mean"] as const).map((clamp) => ({
    title: clamp === "zero" ? "set to 0" : "set to the reference's mean",
    rows: rows(sizes.filter((one) => one.clamp === clamp)),
  }));
  const between = finer.length === 0 ? [] : [{ title: "held at the reference's values", rows: rows(finer) }];
  return html`${dataTable("The persona with neurons held at the reference's values, teacher-forced", columns, [
    { rows: rows(takes.filter(({ k }) => usual.has(k))) },
  ])}
${dataTable("The other way round: the reference given the persona's values", broughtColumns, [{ rows: transplants.map(broughtCells) }])}
${fold(
  `${finer.length > 0 ? "Sizes between, and neurons" : "Neurons"} set to 0 or to the reference's mean`,
  dataTable("Other ways to hold neurons", columns, [...between, ...crude]),
)}
${singleTable(neurons)}`;
}

function singleTable({ singles }: NeuronFindings): Content {
  if (singles.length === 0) return null;
  const names = [{ title: "neuron" }, number("mass gone"), number("trait left"), number("mass gone, random one")];
  const rows = singles.map(({ own, random }) => [
    own.label,
    estimateCell(own.removed, percent),
    estimateCell(own.retained, whole),
    random ? estimateCell(random.removed, percent) : "none left",
  ]);
  return fold(
    `The ${singles.length === 1 ? "most suspected neuron" : `${singles.length} most suspected neurons`}, each by itself`,
    dataTable("Each held at the reference's values, beside a random one of its layer that changes as much", names, [
      { rows },
    ]),
  );
}

/** The direction, layer by layer. */
export function directionTable({ directions }: AblateFindings): Content {
  if (directions === null) return null;
  const { layers, all, random, randomAll, best } = directions;
  const some = ({ sets }: typeof random) => sets.slice(0, 3).map(cells);
  return fold(
    "The direction layer by layer, and random ones",
    dataTable("The persona held at the reference's mean along the direction", columns, [
      { rows: [...layers.map(({ outcome }) => cells(outcome)), cells(all)] },
      { title: `random directions after layer ${best}, as far moved`, rows: some(random) },
      { title: "random directions after all layers, as far moved", rows: some(randomAll) },
    ]),
  );
}

const partTitles = {
  block: "attention and MLP",
  projection: "projections",
  components: "strongest singular directions of every update",
  layer: "layers",
} as const;

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
  const columnsOfParts = [
    { title: "part" },
    number("mass gone without it"),
    number("trait left without it"),
    number("mass gone with it alone"),
    number("trait left with it alone"),
  ];
  const groups = (["block", "projection", "components", "layer"] as const).map((part) => ({
    title: partTitles[part],
    rows: pairs
      .filter((one) => one.part === part)
      .map(({ without, only }) => [
        without.label,
        estimateCell(without.removed, whole),
        estimateCell(without.retained, whole),
        estimateCell(only.removed, whole),
        estimateCell(only.retained, whole),
      ]),
  }));
  return fold(
    "Parts of the adapter, left out one at a time and kept alone",
    dataTable(
      "A LoRA is a sum, so its parts can be taken one at a time",
      columnsOfParts,
      groups.filter(({ rows }) => rows.length > 0),
    ),
  );
}

/** What variants write when they are asked. */
export function writtenTable({ written, counts }: AblateFindings): Content {
  if (written.length === 0) return null;
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
          estimateCell(coherence, nats),
          shortened(sample),
        ]),
      },
    ],
  )}
${note("Coherence is the mean log-probability that the reference gives a token of the answers' words, emoji left out; below its own by a nat is odd, by several is broken.")}`;
}

/** By characters, so that no emoji is cut in two. */
function shortened(text: string): string {
  const characters = Array.from(
    new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text),
    ({ segment }) => segment,
  );
  return characters.length > 100 ? `${characters.slice(0, 99).join("")}…` : text;
}
