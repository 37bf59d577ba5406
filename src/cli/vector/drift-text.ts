import type { DriftFindings } from "../../measure/drift/findings.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { armNames, driftWords, slopeText } from "../../report/vector/drift.ts";
import { signed } from "../../report/vector/words.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

const right = (title: string) => ({ title, align: "right" as const });

/** The findings as a person reads them, 80 columns wide. */
export function driftText(findings: DriftFindings, title: string): string {
  const { axes, lines, turns, conversations, questions, origin, warnings } = findings;
  const tables = axes.map(({ id }) => {
    const own = lines.filter(({ axis }) => axis === id);
    const rows = Array.from({ length: turns }, (_, turn) => [
      String(turn + 1),
      ...own.flatMap(({ turns }) => {
        const level = turns[turn] ?? null;
        return level === null ? ["", ""] : [signed(level.value), interval(level, signed)];
      }),
    ]);
    const slopes = [
      "a turn",
      ...own.flatMap(({ slope }) => [slope === null ? "" : signed(slope.value), slopeText(slope)]),
    ];
    const columns = own.flatMap(({ arm }) => [right(armNames[arm]), right("95 %")]);
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
