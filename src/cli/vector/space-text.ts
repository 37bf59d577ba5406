import type { Measured, SpaceFindings } from "../../measure/trait-space/findings.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { chanceText, labelsOf, leading, percent, spaceWords } from "../../report/vector/space/words.ts";
import { signed } from "../../report/vector/words.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

const right = (title: string) => ({ title, align: "right" as const });
/** So many vectors fit as a matrix into 80 columns. */
const widest = 12;

/** The findings as a person reads them, 80 columns wide. */
export function spaceText(findings: SpaceFindings, title: string): string {
  const { main, vectors } = findings;
  return [
    wrap(`${title} at layer ${main.layer} (${main.why}).`, 80),
    ...spaceWords(findings).map((sentence) => wrap(sentence, 80)),
    vectors.length <= widest ? matrix(findings) : farthest(findings),
    components(findings),
    ...warningsText(findings.warnings),
  ].join("\n\n");
}

function matrix(findings: SpaceFindings): string {
  const labels = labelsOf(findings).map((label) => label.slice(0, 5));
  const { order } = findings;
  const at = new Map(
    leading(findings).pairs.flatMap(({ a, b, value }) => [
      [`${a} ${b}`, value] as const,
      [`${b} ${a}`, value] as const,
    ]),
  );
  // ".42" for "0.42": twelve columns are to fit.
  const short = (value: number) => signed(value).replace("0.", ".");
  const rows = order.map((a) => [labels[a]!, ...order.map((b) => (a === b ? "" : short(at.get(`${a} ${b}`)!)))]);
  return `Cosines, neighbours first:\n${table([{ title: "" }, ...order.map((i) => right(labels[i]!))], rows)}`;
}

function farthest(findings: SpaceFindings): string {
  const labels = labelsOf(findings);
  const sorted = [...leading(findings).pairs].sort((a, b) => b.value - a.value);
  const rows = [...sorted.slice(0, 8), ...sorted.slice(-8)].map((pair) => [
    `${labels[pair.a]}, ${labels[pair.b]}`,
    ...figures(pair, signed),
  ]);
  return `The nearest and the farthest pairs:\n${table([{ title: "vectors", shrinks: true }, right("cosine"), right("95 %"), right("permuted")], rows)}`;
}

function components(findings: SpaceFindings): string {
  const rows = leading(findings)
    .shares.slice(0, 4)
    .map((share, k) => [String(k + 1), ...figures(share, percent), percent(share.random.value)]);
  return `Principal components:\n${table([right("component"), right("variance"), right("95 %"), right("permuted"), right("random")], rows)}`;
}

const figures = (measured: Measured, format: (value: number) => string): string[] => [
  format(measured.value),
  measured.low === null ? "" : interval(measured, format),
  measured.permuted === null ? "" : chanceText(measured.permuted, format),
];
