import type { ShiftFindings } from "../../measure/projection/shift-findings.ts";
import { centredBar } from "../../report/terminal/bar.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { axisParts, signed } from "../../report/vector/words.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

const right = (title: string) => ({ title, align: "right" as const });

/** The findings as a person reads them, 80 columns wide: the layers that lead; the others are in the report. */
export function shiftText(findings: ShiftFindings, title: string): string {
  const { questions, asked, axes, personas, correlations, warnings } = findings;
  const leading = axes.filter(({ main }) => main);
  const shown = leading.length > 0 ? leading : axes;
  const rows = personas.flatMap(({ name, shifts, score }) =>
    shown.map(({ id }, i) => {
      const { raw, deviations, norms } = shifts.find(({ axis }) => axis === id)!;
      const told = deviations ?? raw;
      return [
        i === 0 ? name : "",
        ...axisParts(id),
        signed(told.value),
        interval(told, signed),
        norms === null ? "-" : signed(norms.value),
        score === null ? "-" : score.value.toFixed(0),
        centredBar(told.value, { most: 6, half: 5 }),
      ];
    }),
  );
  return [
    wrap(
      `${title}: finetuning shift at the last token of ${questions} prompts (${asked}), in standard deviations of the base model over these prompts, and in median norms of the layer.`,
      80,
    ),
    table(
      [
        { title: "persona", shrinks: true },
        { title: "vector", shrinks: true },
        right("layer"),
        right("sd"),
        right("95 %"),
        right("norms"),
        right("score"),
        { title: `${"-6".padEnd(5)}0${"+6".padStart(5)}` },
      ],
      rows,
    ),
    ...(correlations === null ? [] : [correlationText(correlations, shown)]),
    ...warningsText(warnings),
  ].join("\n\n");
}

function correlationText(
  { scorer, axes }: NonNullable<ShiftFindings["correlations"]>,
  shown: readonly { id: string }[],
): string {
  const told = shown.map(({ id }) => {
    const { pearson } = axes.find(({ axis }) => axis === id)!;
    return "undefined" in pearson
      ? `${id}: none (${pearson.undefined})`
      : `${id}: r ${signed(pearson.value)} (${interval(pearson, signed)}), ${pearson.n} personas`;
  });
  return wrap(`Correlation of shift with the scores of ${scorer}: ${told.join("; ")}.`, 80);
}
