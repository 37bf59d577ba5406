import type { LayersFindings } from "../../explain/layers/findings.ts";
import { isDefined } from "../../measure/statistics/defined.ts";
import { curveAt, depthWords, layersAnswer, shiftAt } from "../../report/explain/layers/words.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { interval, small, times } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

/** The findings as a person reads them, 80 columns wide. */
export function layersText(findings: LayersFindings, title: string): string {
  const { compared, measures, layers } = findings;
  const subject = compared.at(-1)!;
  const writer = findings.texts[0]!.writer;
  const right = (name: string) => ({ title: name, align: "right" as const });
  const tables = compared.slice(0, -1).map((against) => {
    const rows = measures.flatMap(({ id, label }) => {
      const key = { arm: subject.id, writer, place: "sentence-ends" as const, measure: id };
      const [own, shift] = [curveAt(findings, key), shiftAt(findings, { ...key, against: against.id })];
      if (own === undefined || shift === undefined) return [];
      const mass = small(own.mass.value.at(-1)!);
      const half = isDefined(shift.half) ? depthWords(shift.half) : "-";
      return [[label, mass, times(shift.output.value), interval(shift.output, times), half]];
    });
    const columns = [right("output"), right("odds"), right("95 % interval"), right(`half at, of ${layers}`)];
    const head = wrap(`${subject.id} against ${against.id}, at sentence ends of answers by the ${writer}:`, 80);
    return [head, table([{ title: "next comes", shrinks: true }, ...columns], rows)].join("\n");
  });
  return [
    wrap(title, 80),
    layersAnswer(findings)
      .map((sentence) => wrap(sentence, 80))
      .join("\n"),
    ...tables,
    ...warningsText(findings.warnings),
  ].join("\n\n");
}
