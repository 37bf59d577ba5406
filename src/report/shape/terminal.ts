import type { Estimated } from "../../explain/findings.ts";
import { interval } from "../../study/emoji/numbers.ts";
import type { ShapeFindings, ShapeVerdict } from "../../study/shape/findings.ts";
import { correlation, scalePoints, traitName } from "../../study/shape/verdicts.ts";
import type { TerminalOptions } from "../emoji/terminal.ts";
import { wrap } from "../terminal/wrap.ts";
import { answer } from "./answer.ts";
import { effectsOf, methodNames, verdictSigns } from "./labels.ts";

type Style = NonNullable<TerminalOptions["style"]>;

const colours: Record<ShapeVerdict["verdict"], Parameters<Style>[0]> = {
  follows: "green",
  "barely follows": "yellow",
  "does not follow": "yellow",
  "goes the other way": "red",
  "not measured": "dim",
};

const widths = [17, 22, 6, 5];

/** What `study shape` prints when it is done: the answer, a line a method and trait, where the report lies. No line ends in spaces. */
export function shapeSummary(
  findings: ShapeFindings,
  { reportPath, width = 80, style = (_, text) => text }: TerminalOptions,
): string {
  return [
    answer(findings)
      .map((sentence) => wrap(sentence, width))
      .join("\n"),
    resultTable(findings, style),
    style("dim", signs()),
    ...findings.notes.map((note) => wrap(note, width)),
    `Report: ${reportPath}`,
  ].join("\n\n");
}

function resultTable(findings: ShapeFindings, style: Style): string {
  const head = row("", ["rise, 95 % interval", "rank", "up"], "other");
  const groups = findings.settings.traits.flatMap((trait) => [
    style("bold", traitName(trait)),
    ...findings.verdicts.filter((one) => one.trait === trait).map((one) => verdictRow(one, findings, style)),
  ]);
  return [style("dim", head), ...groups].join("\n");
}

function verdictRow(verdict: ShapeVerdict, findings: ShapeFindings, style: Style): string {
  const effects = effectsOf(findings, verdict);
  const own = effects.find(({ scale }) => scale === verdict.trait);
  const other = effects.find(({ scale }) => scale === verdict.other);
  const cells = [
    riseCell(own?.rise ?? null),
    own?.rank ? correlation(own.rank.value) : "-",
    own ? `${own.steps.up}/${own.steps.of}` : "-",
  ];
  const line = row(
    `  # ${methodNames[verdict.method]}`,
    cells,
    other?.rise ? `${traitName(other.scale)} ${scalePoints(other.rise.value)}` : "-",
  );
  return line.replace("#", style(colours[verdict.verdict], verdictSigns[verdict.verdict]));
}

/** "+0.52 [+0.31, +0.72]"; a single item has no interval. */
function riseCell(rise: Estimated | null): string {
  if (!rise) return "-";
  const value = scalePoints(rise.value);
  return rise.low === null ? value : `${value} [${interval(rise, scalePoints).replace(" to ", ", ")}]`;
}

const row = (label: string, cells: readonly string[], last: string): string =>
  `${label.padEnd(widths[0]!)}${cells.map((cell, i) => cell.padStart(widths[i + 1]!)).join("")}  ${last}`.trimEnd();

const signs = (): string =>
  [
    "● follows   ○ barely   ◌ does not follow   ✕ goes the other way   – not measured",
    "rise: points of the scale from the lowest level to the highest. rank: Spearman's",
    "correlation with the level. up: steps up. other: the scale that moved most else.",
  ].join("\n");
