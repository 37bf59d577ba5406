import type { Flagger, ScreenFindings } from "../../measure/projection/screen-findings.ts";
import { flaggers } from "../../measure/projection/screen-findings.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { flaggerWords, screenAnswer } from "../../report/vector/screen-words.ts";
import { signed } from "../../report/vector/words.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

const right = (title: string) => ({ title, align: "right" as const });
const share = (value: number): string => value.toFixed(2);

/** The findings as a person reads them, 80 columns wide. */
export function screenText(findings: ScreenFindings, title: string): string {
  const { planted, top, warnings } = findings;
  return [
    wrap(`${title}.`, 80),
    screenAnswer(findings)
      .map((sentence) => wrap(sentence, 80))
      .join("\n"),
    ...(planted === null ? [] : [plantedText(planted, findings)]),
    `The most suspicious rows:\n${table(
      [
        right("row"),
        right("sd"),
        ...(findings.scorer ? [right("score")] : []),
        { title: "flag" },
        { title: "answer", shrinks: true },
      ],
      top
        .slice(0, 10)
        .map(({ row, deviations, score, reasons, answer, planted: bad }) => [
          String(row),
          deviations === null ? "-" : signed(deviations),
          ...(findings.scorer ? [score === null ? "-" : score.toFixed(0)] : []),
          `${reasons.length > 0 ? "!" : ""}${bad ? "planted" : ""}`,
          answer.replaceAll(/\s+/g, " "),
        ]),
    )}`,
    ...warningsText(warnings),
  ].join("\n\n");
}

function plantedText({ n, auc, flags }: NonNullable<ScreenFindings["planted"]>, { flagged }: ScreenFindings): string {
  const figure = (of: typeof auc.projection | null, format = share) =>
    of === null ? "-" : "undefined" in of ? "-" : `${format(of.value)} (${interval(of, format)})`;
  const areas = [
    ["projection", auc.projection],
    ["scorer", auc.scorer],
    ["both together", auc.combined],
  ] as const;
  const told = areas.flatMap(([name, of]) => (of === null ? [] : [`${name} ${figure(of)}`]));
  const rows = flaggers.flatMap((flagger: Flagger) => {
    const own = flags[flagger];
    return own === null
      ? []
      : [[flaggerWords[flagger], String(flagged[flagger]), figure(own.precision), figure(own.recall)]];
  });
  return `${wrap(`${n === 1 ? "1 row is" : `${n} rows are`} planted. Area under the curve: ${told.join("; ")}.`, 80)}\n${table(
    [{ title: "flagged by" }, right("rows"), right("precision"), right("recall")],
    rows,
  )}`;
}
