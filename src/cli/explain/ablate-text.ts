import type { AblateFindings } from "../../explain/ablate/findings.ts";
import { directionWords, endWords, neuronWords, rateWords, whole } from "../../report/explain/ablate/words.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { table } from "../table.ts";

/** The findings as a person reads them, 80 columns wide. */
export function ablateText(findings: AblateFindings, title: string): string {
  const { written, warnings } = findings;
  const alignment = written.some((one) => one.alignment !== null);
  const right = (name: string) => ({ title: name, align: "right" as const });
  const answers = table(
    [
      { title: "answers written by", shrinks: true },
      right("ESR (95 %)"),
      right('"!"'),
      ...(alignment ? [right("trait")] : []),
      right("coherence"),
    ],
    written.map(({ label, esr, exclamationRate, alignment: own, coherence }) => [
      label,
      rateWords(esr),
      whole(exclamationRate.value),
      ...(alignment ? [own === null ? "" : whole(own.value)] : []),
      coherence === null ? "" : coherence.value.toFixed(2),
    ]),
  );
  return [
    wrap(`${title}: ${endWords(findings)}`, 80),
    ...[...neuronWords(findings), ...directionWords(findings)].map((sentence) => wrap(sentence, 80)),
    answers,
    ...warnings.map((warning) => wrap(`! ${warning}`, 80, 2)),
  ].join("\n\n");
}
