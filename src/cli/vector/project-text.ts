import type { WatchFindings } from "../../measure/projection/watch-findings.ts";
import { centredBar } from "../../report/terminal/bar.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { axisParts, placeWords, signed } from "../../report/vector/words.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

const right = (title: string) => ({ title, align: "right" as const });

/** The findings as a person reads them, 80 columns wide. */
export function projectText(findings: WatchFindings, title: string): string {
  const { levels, neutral, answers, prompts, turns, drift, correlations, warnings } = findings;
  return [
    wrap(
      `${title}: ${answers} answers to ${prompts} prompts${turns > 1 ? ` in conversations of ${turns} turns` : ""}, in standard deviations of neutral text (${neutral.texts} answers of ${neutral.origin}) from its mean; raw beside it.`,
      80,
    ),
    table(
      [
        { title: "vector", shrinks: true },
        right("layer"),
        { title: "at" },
        right("sd"),
        right("95 %"),
        right("raw"),
        bars,
      ],
      levels.map(({ axis, place, deviations, raw }) => [
        ...axisParts(axis),
        placeWords[place],
        signed(deviations.value),
        interval(deviations, signed),
        signed(raw.value),
        centredBar(deviations.value),
      ]),
    ),
    ...(drift.length === 0 ? [] : [driftText(findings)]),
    ...(correlations === null ? [] : [correlationText(correlations)]),
    ...warningsText(warnings),
  ].join("\n\n");
}

const bars = { title: `${"-3".padEnd(8)}0${"+3".padStart(8)}` };

function driftText({ drift }: WatchFindings): string {
  const inAnswers = drift
    .filter(({ place }) => place === "responseMean")
    .sort((a, b) => a.axis.localeCompare(b.axis) || a.turn - b.turn);
  return `Turn by turn, in the answer:\n${table(
    [{ title: "vector", shrinks: true }, right("layer"), right("turn"), right("sd"), right("95 %"), right("n"), bars],
    inAnswers.map(({ axis, turn, deviations }) => [
      ...axisParts(axis),
      String(turn),
      signed(deviations.value),
      interval(deviations, signed),
      String(deviations.n),
      centredBar(deviations.value),
    ]),
  )}`;
}

function correlationText({ scorer, score, axes }: NonNullable<WatchFindings["correlations"]>): string {
  const mean = score ? ` (mean ${score.value.toFixed(1)} of 100)` : "";
  const rows = axes.flatMap(({ axis, place, overPrompts, withinPrompts }) => [
    [...axisParts(axis), placeWords[place], "over prompts", ...figures(overPrompts)],
    ["", "", "", "within", ...figures(withinPrompts)],
  ]);
  const head = wrap(`Correlation with the scores of ${scorer}${mean}, over prompts and within one prompt:`, 80);
  return `${head}\n${table([{ title: "vector", shrinks: true }, right("layer"), { title: "at" }, { title: "" }, right("r"), right("95 %"), right("rho"), right("n")], rows)}`;
}

function figures({ pearson, spearman }: Correlated): string[] {
  const rho = "undefined" in spearman ? "-" : signed(spearman.value);
  if ("undefined" in pearson) return ["-", "", rho, ""];
  return [signed(pearson.value), interval(pearson, signed), rho, String(pearson.n)];
}

type Correlated = NonNullable<WatchFindings["correlations"]>["axes"][number]["overPrompts"];
