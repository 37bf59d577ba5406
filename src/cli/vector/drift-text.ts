import type { DriftFindings } from "../../measure/drift/findings.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { armNames, driftWords } from "../../report/vector/drift.ts";
import { signed } from "../../report/vector/words.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

const right = (title: string) => ({ title, align: "right" as const });

type Line = DriftFindings["lines"][number];
/** Its intervals stand in the report: three would be wider than 80 columns. */
const narrow = "words";

/** The findings as a person reads them, 80 columns wide. */
export function driftText(findings: DriftFindings, title: string): string {
  const { axes, lines, turns, conversations, questions, origin, warnings } = findings;
  const tables = axes.map(({ id }) => {
    const own = lines.filter(({ axis }) => axis === id);
    const cells = ({ arm }: Line, value: Estimated | null) => [
      value === null ? "" : signed(value.value),
      ...(arm === narrow ? [] : [value === null ? "" : interval(value, signed)]),
    ];
    const rows = Array.from({ length: turns }, (_, turn) => [
      String(turn + 1),
      ...own.flatMap((line) => cells(line, line.turns[turn] ?? null)),
    ]);
    const slopes = ["a turn", ...own.flatMap((line) => cells(line, line.slope))];
    const columns = own.flatMap(({ arm }) => [right(armNames[arm]), ...(arm === narrow ? [] : [right("95 %")])]);
    return `${id}:\n${table([{ title: "turn" }, ...columns], [...rows, slopes])}`;
  });
  return [
    wrap(
      `${title}: ${conversations} conversations of ${turns} turns (${questions}), mean projection of the answer in standard deviations of neutral text (${origin}) from its mean.`,
      80,
    ),
    ...driftWords(findings).map((sentence) => wrap(sentence, 80)),
    ...tables,
    ...warningsText(warnings),
  ].join("\n\n");
}
