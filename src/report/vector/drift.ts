import type { DriftArm, DriftFindings } from "../../measure/drift/findings.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { estimateCell, figure, fold, note } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { chart, type Stroke } from "../plots/chart.ts";
import type { Tone } from "../plots/marks.ts";
import { linearScale } from "../plots/scale.ts";
import { signed } from "./words.ts";

/** Whose answers, and who reads them. */
export const armNames: Record<DriftArm, string> = { persona: "persona", words: "its words", base: "base" };

const clear = (estimate: Estimated | null): boolean =>
  estimate !== null && estimate.low !== null && estimate.high !== null && estimate.low * estimate.high > 0;

const told = (estimate: Estimated): string => `${signed(estimate.value)} [${interval(estimate, signed)}]`;

/** What the findings come to, a sentence a vector. */
export const driftWords = ({ axes, lines, gaps, turns }: DriftFindings): string[] =>
  axes.map(({ id }) => {
    const gap = gaps.find(({ axis }) => axis === id);
    const line = (arm: DriftArm) => lines.find((one) => one.axis === id && one.arm === arm);
    if (gap === undefined || gap.first === null || gap.last === null || gap.slope === null) {
      const slope = line("base")?.slope ?? null;
      return slope === null
        ? `${id}: too few answers to tell a slope.`
        : `${id}: the model as it is ${moves(slope)}: ${told(slope)} sd a turn.`;
    }
    const own = line("persona")?.slope ?? null;
    const alone = own === null ? "" : ` By itself the persona ${moves(own)} (${told(own)}).`;
    return `${id}: the persona is ${told(gap.first)} sd from the model as it is at turn 1 and ${told(gap.last)} at turn ${turns}; ${driftVerdict(gap.first, gap.slope)} (${told(gap.slope)} sd a turn).${alone}`;
  });

const moves = (slope: Estimated): string =>
  clear(slope) ? (slope.value > 0 ? "goes up" : "goes down") : "stays level as far as can be told";

function driftVerdict(first: Estimated, slope: Estimated): string {
  if (!clear(slope))
    return clear(first) ? "the gap holds as far as can be told" : "there is no clear gap, and none opens";
  return slope.value * first.value < 0 ? "the gap closes" : "the gap widens";
}

/** Turn by turn, as sections of a page. */
export const driftSections = (findings: DriftFindings): PageSection[] => [
  {
    id: "turns",
    title: "Turn by turn",
    body: html`${findings.warnings.map((warning) => note(warning))}
${findings.axes.map(({ id, meaning }) => html`<h3>${id}: + is ${meaning}</h3>${lineChart(findings, id)}`)}
${note(`In standard deviations of neutral text (${findings.origin}) from its mean. ${findings.conversations} conversations; ${findings.questions}. Intervals: Student’s, over conversations. “Its words”: the persona’s answers read by the model as it is, without the persona’s prompt, weights or steering; what the persona has beyond them is in its state, not in what it says.`)}`,
  },
  { id: "slopes", title: "Does it hold?", body: html`${slopeTable(findings)}${gapTable(findings)}` },
  { id: "talks", title: "What was said", body: html`${findings.talks.map((talk) => talkOf(talk))}` },
];

const looks: Record<DriftArm, { tone: Tone; stroke: Stroke }> = {
  persona: { tone: "tuned", stroke: "solid" },
  words: { tone: "control", stroke: "dashed" },
  base: { tone: "untuned", stroke: "solid" },
};

function lineChart({ lines, turns }: DriftFindings, id: string): Markup {
  const own = lines.filter(({ axis }) => axis === id);
  const ends = own.flatMap(({ turns }) =>
    turns.flatMap((level) =>
      level === null ? [] : [level.value, level.low ?? level.value, level.high ?? level.value],
    ),
  );
  return figure(
    chart({
      title: `Projection onto ${id} by turn`,
      description: own
        .map(
          ({ arm, turns }) =>
            `${armNames[arm]}: ${turns.map((level) => (level === null ? "none" : signed(level.value))).join(", ")}`,
        )
        .join("; "),
      x: linearScale(1, turns, turns),
      y: linearScale(Math.min(0, ...ends), Math.max(0, ...ends)),
      axes: { x: "turn", y: "sd of neutral text" },
      layers: [
        ...own.map(({ arm, turns }) => ({
          kind: "line" as const,
          label: armNames[arm],
          ...looks[arm],
          points: turns.flatMap((level, turn) =>
            level === null
              ? []
              : [
                  {
                    x: turn + 1,
                    y: level.value,
                    ...(level.low !== null && level.high !== null ? { low: level.low, high: level.high } : {}),
                  },
                ],
          ),
        })),
        { kind: "level" as const, label: "neutral text", y: 0 },
      ],
    }),
    null,
  );
}

const slopeTable = ({ lines }: DriftFindings): Markup =>
  dataTable(
    "Slope: sd a turn, mean of the conversations’ least-squares lines.",
    [
      { title: "Vector at layer" },
      { title: "Whose" },
      { title: "Turn 1", kind: "number" },
      { title: "Last turn", kind: "number" },
      { title: "Slope", kind: "number" },
    ],
    [
      {
        rows: lines.map(({ axis, arm, turns, slope }): Content[] => [
          axis,
          armNames[arm],
          estimateCell(turns[0] ?? null, signed),
          estimateCell(turns.at(-1) ?? null, signed),
          estimateCell(slope, signed),
        ]),
      },
    ],
  );

const gapTable = ({ gaps }: DriftFindings): Markup | null =>
  gaps.length === 0
    ? null
    : dataTable(
        "Persona less base, on the same questions at the same turn.",
        [
          { title: "Vector at layer" },
          { title: "Turn 1", kind: "number" },
          { title: "Last turn", kind: "number" },
          { title: "Slope of the gap", kind: "number" },
        ],
        [
          {
            rows: gaps.map(({ axis, first, last, slope }): Content[] => [
              axis,
              estimateCell(first, signed),
              estimateCell(last, signed),
              estimateCell(slope, signed),
            ]),
          },
        ],
      );

const talkOf = ({ arm, conversation, turns }: DriftFindings["talks"][number]): Markup =>
  fold(
    `Conversation ${conversation + 1}, ${arm === "base" ? "the model as it is" : "the persona"}`,
    html`<ol>${turns.map(({ question, answer }) => html`<li>${question}<br>${answer}</li>`)}</ol>`,
  );
