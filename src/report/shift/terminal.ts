import type { ShiftArm, ShiftFindings } from "../../study/shift/findings.ts";
import { tableSigns } from "../emoji/sections/claim-table.ts";
import type { TerminalOptions } from "../emoji/terminal.ts";
import { wrap } from "../terminal/wrap.ts";
import { answer, fullArms, nameOf, percents, three, two } from "./words.ts";

type Style = NonNullable<TerminalOptions["style"]>;

const colours: Record<ShiftFindings["claims"][number]["verdict"], Parameters<Style>[0]> = {
  supported: "green",
  "not supported": "red",
  "cannot tell at this n": "yellow",
};

const widths = [26, 16, 8, 8, 8, 8, 6];

/** What `study shift` prints when it is done: the answer, a line an arm, the claims, where the report lies. No line ends in spaces. */
export function shiftSummary(
  findings: ShiftFindings,
  { reportPath, width = 80, style = (_, text) => text }: TerminalOptions,
): string {
  return [
    answer(findings)
      .map((sentence) => wrap(sentence, width))
      .join("\n"),
    armTable(findings, style),
    style("dim", explained),
    claimLines(findings, width, style),
    ...findings.warnings.map((warning) => wrap(warning, width)),
    `Report: ${reportPath}`,
  ].join("\n\n");
}

function armTable(findings: ShiftFindings, style: Style): string {
  const { arms, settings } = findings;
  const plain = arms.filter(({ method }) => method === "plain");
  const untuned = arms.filter(({ share }) => share === null);
  const others = fullArms(findings).filter(({ method }) => method !== "plain");
  return [
    style("dim", row(["", "score 0-100", "shift", "ESR", "mass", "loss", "nats"])),
    ...untuned.map((arm) => armRow(nameOf(arm.method), arm)),
    style("bold", "plain tuning, by share of trait-laden answers"),
    ...plain.map((arm) => armRow(percents(arm.share!), arm)),
    style("bold", `other ways, at ${percents(settings.shares.at(-1)!)}`),
    ...others.map((arm) => armRow(nameOf(arm.method), arm)),
  ].join("\n");
}

function armRow(label: string, arm: ShiftArm): string {
  const { score, shift, esr, mass, neutral, adapters } = arm;
  const losses = adapters.flatMap(({ loss }) => loss ?? []);
  const loss = losses.reduce((sum, x) => sum + x, 0) / losses.length;
  const range =
    score === null
      ? "-"
      : `${score.value.toFixed(0)} [${(score.low ?? 0).toFixed(0)}, ${(score.high ?? 100).toFixed(0)}]`;
  return row([
    `  ${label}`,
    range,
    shift ? two(shift.value) : "-",
    two(esr.value),
    mass ? three(mass.value) : "-",
    losses.length > 0 ? two(loss) : "-",
    neutral ? two(neutral.value) : "-",
  ]);
}

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
    .join("")
    .trimEnd();

const explained = [
  "shift: along the vector, at the prompt's last token. mass: of emoji at sentence",
  "ends. loss: while tuning, last epoch. nats: neutral text is worse by so many.",
].join("\n");

function claimLines({ claims }: ShiftFindings, width: number, style: Style): string {
  const lines = claims.flatMap(({ claim, verdict, evidence }) => {
    const sign = tableSigns[verdict];
    const told = wrap(`  ${sign} ${claim}`, width, 4).replace(sign, style(colours[verdict], sign));
    return [told, style("dim", wrap(`    ${tight(evidence)}`, width, 4))];
  });
  const signs = Object.entries(tableSigns).map(([verdict, sign]) => `${sign} ${verdict}`);
  return [style("bold", "What holds"), ...lines, style("dim", signs.join("   "))].join("\n");
}

/** A terminal breaks at any space: numbers stay with their unit. */
const tight = (text: string): string => text.replaceAll(" %", "%");
