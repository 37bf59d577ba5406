import type { DoseFindings } from "../../measure/dose/findings.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { doseAnswer } from "../../report/vector/dose-words.ts";
import { type Column, table } from "../table.ts";

const right = (title: string): Column => ({ title, align: "right" });
const signed = (value: number, digits = 2) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(digits)}`;
const between = ({ low, high }: Estimated) =>
  low === null || high === null ? "" : `${signed(low)} to ${signed(high)}`;

/** A dose-response for the terminal, 80 columns wide. */
export function doseText(findings: DoseFindings, title: string): string {
  const { persona, measured, answers, questions, reader } = findings;
  return [
    wrap(`${title}: ${answers} answers to ${questions} questions at ${pointsOf(findings)} settings`, 80),
    ...doseAnswer(findings).map((sentence) => wrap(sentence, 80)),
    "",
    `Slope for one step of z, in ${reader.poles}:`,
    table(
      [
        { title: "z of", shrinks: true },
        ...measured.map((name) => right(name.slice(0, 8))),
        right("ESR"),
        right("fluency"),
      ],
      persona.curves.map(({ along, slopes }) => [
        along,
        ...slopes.scores.map((slope, t) => `${signed(slope.value)}${measured[t] === along ? "*" : ""}`),
        signed(slopes.esr.value),
        signed(slopes.fluency.value, 1),
      ]),
    ),
    "* its own trait",
    "",
    ...ownTable(findings),
    ...persona.curves.flatMap((curve) => levelsTable(curve, measured)),
  ].join("\n");
}

const pointsOf = ({ answers, questions }: DoseFindings) => answers / questions;

/** Own slopes with their intervals, and what they are beyond others and the control. */
function ownTable({ persona, measured, beyondControl }: DoseFindings): string[] {
  const own = persona.curves.filter(({ along }) => measured.includes(along));
  if (own.length === 0) return [];
  const controlled = beyondControl.length > 0;
  return [
    "Own slopes, 95 % intervals over questions:",
    table(
      [
        { title: "trait", shrinks: true },
        right("slope"),
        right("95 %"),
        right("beyond others"),
        right("95 %"),
        ...(controlled ? [right("beyond control")] : []),
      ],
      own.map(({ along, slopes, lead }) => {
        const slope = slopes.scores[measured.indexOf(along)]!;
        const control = beyondControl.find((each) => each.along === along)?.slope;
        return [
          along,
          signed(slope.value),
          between(slope),
          signed(lead!.value),
          between(lead!),
          ...(controlled ? [control ? signed(control.value) : ""] : []),
        ];
      }),
    ),
    "",
  ];
}

/** What was found at each setting of a line. */
function levelsTable(
  { along, points }: DoseFindings["persona"]["curves"][number],
  measured: readonly string[],
): string[] {
  return [
    measured.includes(along) ? `${along}:` : `${along}, from 0 to 1:`,
    table(
      [right("z"), ...measured.map((name) => right(name.slice(0, 8))), right("ESR"), right("fluency")],
      points.map(({ at, scores, esr, fluency }) => [
        String(Number(at.toFixed(2))),
        ...scores.map(({ value }) => signed(value)),
        esr.value.toFixed(2),
        fluency.value.toFixed(0),
      ]),
    ),
    "",
  ];
}
