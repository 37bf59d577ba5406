import type { Arm, Claim, EmojiFindings, Verdict } from "../../study/emoji/findings.ts";
import { interval, percent, points, size, small, times } from "../../study/emoji/numbers.ts";
import { wrap } from "../terminal/wrap.ts";
import { answer, spoken } from "./answer.ts";
import { armDetail, groupArms, verdictSigns } from "./labels.ts";
import { explainedLines } from "./terminal-claims.ts";

/** Colours a text, as `util.styleText` does. */
export type Style = (style: "bold" | "dim" | "green" | "red" | "yellow", text: string) => string;

export interface TerminalOptions {
  /** Where the report lies, as the user would type it. */
  reportPath: string;
  /** Columns. Default 80. */
  width?: number;
  /** Default: no colours. */
  style?: Style;
}

const columns = [
  { title: "", width: 0 },
  { title: "n", width: 4 },
  { title: "ESR, 95 % interval", width: 21 },
  { title: "mass", width: 8 },
  { title: '"!"', width: 8 },
  { title: "past end", width: 10 },
];

/** What `study emoji` prints when it is done: the answer, a line an arm, a line a claim, where the report lies. No line ends in spaces. */
export function terminalSummary(
  findings: EmojiFindings,
  { reportPath, width = 80, style = (_, text) => text }: TerminalOptions,
): string {
  return [
    answer(findings)
      .map((sentence) => wrap(sentence, width))
      .join("\n"),
    armTable(findings, width, style),
    wrap(
      `ESR: responses with an emoji. mass: probability of starting an emoji at a sentence end. "!": responses with one. past end: first emoji past the point where training answers end (${findings.settings.answerEndTokens} tokens).`,
      width,
    )
      .split("\n")
      .map((line) => style("dim", line))
      .join("\n"),
    claimLines(findings, width, style),
    findings.explained
      ? explainedLines(findings.explained, width, style)
      : wrap("Why? The same command with --explain all goes on from here; with --dry-run it says how long.", width),
    `Report: ${reportPath}`,
  ].join("\n\n");
}

function armTable(findings: EmojiFindings, width: number, style: Style): string {
  const labelWidth = width - columns.reduce((sum, column) => sum + column.width, 0);
  const line = (label: string, cells: readonly string[]) =>
    (label.padEnd(labelWidth) + cells.map((cell, i) => cell.padStart(columns[i + 1]!.width)).join("")).trimEnd();
  const head = line(
    "",
    columns.slice(1).map(({ title }) => title),
  );
  const groups = groupArms(findings).flatMap(({ title, arms }) => [
    style("bold", title),
    ...arms.flatMap((arm) => {
      const label = `  ${armDetail(arm)}`;
      // A name that does not fit gets a line of its own.
      return label.length < labelWidth ? [line(label, cellsOf(arm))] : [label, line("", cellsOf(arm))];
    }),
  ]);
  return [style("dim", head), ...groups].join("\n");
}

function cellsOf({ n, esr, emojiMass, exclamationRate, firstEmoji }: Arm): string[] {
  const { before, past } = firstEmoji;
  return [
    String(n),
    `${percent(esr.value)} [${interval(esr, (value) => (100 * value).toFixed(1)).replace(" to ", ", ")}]`,
    emojiMass ? small(emojiMass.value) : "-",
    percent(exclamationRate.value),
    before + past === 0 ? "-" : `${past}/${before + past}`,
  ];
}

const verdictColumn = "shown absent".length + 4;

function claimLines(findings: EmojiFindings, width: number, style: Style): string {
  const { claims, contrasts } = findings;
  const abouts = [...new Set(claims.map(({ about }) => about))];
  if (abouts.length > 1) return claimGrid(findings, abouts, style);
  const line = (claim: Claim) => {
    const contrast = contrasts.find(({ id }) => id === claim.evidence[0]);
    const format = contrast?.scale === "ratio" ? times : points;
    const result = contrast
      ? `${size(contrast, contrast.estimate.value)} (${interval(contrast.estimate, format)})`
      : claim.words;
    const wrapped = wrap(
      `${`  ${claim.verdict}`.padEnd(verdictColumn)}${claim.title}: ${result}`,
      width,
      verdictColumn,
    );
    return wrapped.replace(claim.verdict, style(colours[claim.verdict], claim.verdict));
  };
  return abouts
    .map((about) =>
      [
        style("bold", `Claims about ${spoken(about)}`),
        ...claims.filter((claim) => claim.about === about).map(line),
      ].join("\n"),
    )
    .join("\n");
}

/** A line a claim, a column a voice: the numbers are in the report. */
function claimGrid({ claims }: EmojiFindings, abouts: readonly string[], style: Style): string {
  const titles = [...new Set(claims.map(({ title }) => title))];
  const labelWidth = Math.max(...titles.map((title) => title.length)) + 4;
  const names = abouts.map(initials);
  const rows = titles.map((title) => {
    const cells = abouts.map((about, i) => {
      const verdict = claims.find((claim) => claim.title === title && claim.about === about)?.verdict;
      const sign = verdict === undefined ? " " : style(colours[verdict], verdictSigns[verdict]);
      return `${sign}${" ".repeat(names[i]!.length + 1)}`;
    });
    return `  ${title}`.padEnd(labelWidth) + cells.join("");
  });
  const signs = (Object.keys(verdictSigns) as Verdict[]).map((verdict) => `${verdictSigns[verdict]} ${verdict}`);
  return [
    style("bold", "Claims".padEnd(labelWidth)) + names.map((name) => `${name}  `).join(""),
    ...rows,
    style("dim", signs.join("   ")),
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}

/** "extraversion/high" as "E+", "extraversion/high/exclamatory" as "E+!". */
function initials(about: string): string {
  const [trait, pole, marker] = about.split("/");
  return `${trait![0]!.toUpperCase()}${pole === "low" ? "-" : "+"}${marker === undefined ? "" : "!"}`;
}

const colours: Record<Verdict, Parameters<Style>[0]> = {
  shown: "green",
  "shown absent": "yellow",
  "not shown": "yellow",
  contradicted: "red",
  "not tested": "dim",
};
