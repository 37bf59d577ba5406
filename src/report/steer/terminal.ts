import type { SteerFindings, SteerVector } from "../../study/steer/findings.ts";
import { points, ranged } from "../../study/steer/verdicts.ts";
import type { TerminalOptions } from "../emoji/terminal.ts";
import { wrap } from "../terminal/wrap.ts";
import { answer } from "./answer.ts";
import { armOf, shortName, verdictSigns } from "./labels.ts";

type Style = NonNullable<TerminalOptions["style"]>;

const colours: Record<SteerVector["verdict"], Parameters<Style>[0]> = {
  "its own most": "green",
  "its own": "yellow",
  "not shown": "yellow",
  "other way": "red",
  "no point": "dim",
};

/** What `study steer` prints when it is done: the answer, a line a vector, the matrix, where the report lies. No line ends in spaces. */
export function steerSummary(
  findings: SteerFindings,
  { reportPath, width = 80, style = (_, text) => text }: TerminalOptions,
): string {
  return [
    answer(findings)
      .map((sentence) => wrap(sentence, width))
      .join("\n"),
    vectorLines(findings, style),
    style(
      "dim",
      [
        "● its own trait, more than other vectors and traits   ○ its own trait",
        "◌ not shown   ✕ the other way   – no coherent point.   own: points of 100",
        "against no steering; down: the trait at the other end.",
      ].join("\n"),
    ),
    matrix(findings, width),
    ...findings.notes.map((note) => wrap(note, width)),
    `Report: ${reportPath}`,
  ].join("\n\n");
}

const widths = [25, 9, 23, 8, 6, 8];

function vectorLines(findings: SteerFindings, style: Style): string {
  const head = line(["", "at", "own, 95 % interval", "random", "down", "ESR"]);
  const rows = findings.vectors.map((vector) => {
    const { id, name, best, own, verdict, overRandom, down } = vector;
    const random = own && overRandom ? points(own.difference.value - overRandom.difference.value) : "-";
    const esr = armOf(findings, `vector/${id}`)?.esr;
    return line([
      `# ${name}`,
      best ? `${best.layer}@${best.strength}` : "-",
      own ? ranged(own.difference) : "-",
      random,
      down ? points(down.difference.value) : "-",
      esr ? `${Math.round(100 * esr.value)} %` : "-",
    ]).replace("#", style(colours[verdict], verdictSigns[verdict]));
  });
  return [style("dim", head), ...rows].join("\n");
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
    .join("")
    .trimEnd();

/** Every vector against every trait, as many traits as fit. */
function matrix({ vectors, cells }: SteerFindings, width: number): string {
  const shown = vectors.slice(0, Math.floor((width - 10) / 7));
  const tried = vectors.filter(({ best }) => best !== null);
  const row = (label: string, values: readonly string[]) =>
    `${label.padEnd(10)}${values.map((value) => value.padStart(7)).join("")}`.trimEnd();
  return [
    "Change of each trait (across) under each vector (down):",
    row("", shown.map(shortName)),
    ...tried.map((vector) =>
      row(
        shortName(vector),
        shown.map((trait) => {
          const change = cells.find((cell) => cell.vector === vector.id && cell.trait === trait.id)?.change;
          return change ? points(change.difference.value) : "-";
        }),
      ),
    ),
  ].join("\n");
}
