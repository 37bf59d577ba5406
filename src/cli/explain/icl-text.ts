import type { Estimated } from "../../explain/findings.ts";
import type { AboutStudied, IclFindings } from "../../explain/icl/findings.ts";
import { armNames } from "../../report/explain/arm-names.ts";
import { iclAnswer } from "../../report/explain/icl/words.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { interval, percent, pValue, small } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

/** The findings as a person reads them, 80 columns wide. */
export function iclText(findings: IclFindings, title: string): string {
  const { arms, top, studied } = findings;
  const right = (name: string) => ({ title: name, align: "right" as const });
  const rows = arms.flatMap(({ id, frequent, first, mass, studiedMass }) => {
    const { overlap } = frequent;
    const p = (about: AboutStudied) => (about.matched ? pValue(about.matched.p) : "");
    const lines = [
      [`emoji, ${top} most frequent`, ...figure(frequent.emojiShare, percent), ""],
      [`emoji, ${top} first tokens`, ...figure(first.emojiShare, percent), ""],
      ["reply begins with emoji", ...figure(mass.trait, small), ""],
      ...(overlap ? [["studied, most frequent", ...figure(overlap.studied, percent), p(overlap)]] : []),
      ...(studiedMass ? [["begins with studied", ...figure(studiedMass.studied, small), p(studiedMass)]] : []),
    ];
    return lines.map((line, i) => [i === 0 ? armNames(id) : "", ...line]);
  });
  const lists = arms.map(({ id, frequent }) =>
    wrap(`${armNames(id)}: ${frequent.tokens.map(({ text }) => text).join(" ")}`, 80, 2),
  );
  return [
    wrap(title, 80),
    wrap(iclAnswer(findings, armNames), 80),
    table(
      [
        { title: "arm", shrinks: true },
        { title: "measure", shrinks: true },
        right("value"),
        right("95 % interval"),
        right("p"),
      ],
      rows,
    ),
    ...(studied.length > 0
      ? [
          wrap(
            `Studied: ${studied.slice(0, 20).join(" ")}. p: chance of as many other emoji, as probable to the base model asked about plain things, to do as well.`,
            80,
          ),
        ]
      : []),
    [`Most frequent tokens`, ...lists].join("\n"),
    ...warningsText(findings.warnings),
  ].join("\n\n");
}

const figure = (estimate: Estimated, format: (value: number) => string): string[] => [
  format(estimate.value),
  interval(estimate, format),
];
