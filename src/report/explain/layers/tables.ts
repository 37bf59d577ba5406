import type { Estimated } from "../../../explain/findings.ts";
import type { LayersFindings } from "../../../explain/layers/findings.ts";
import type { LensPlace } from "../../../explain/layers/places.ts";
import type { Writer } from "../../../explain/texts.ts";
import { isDefined } from "../../../measure/statistics/defined.ts";
import { interval, small, times } from "../../../study/emoji/numbers.ts";
import { estimateCell } from "../../emoji/cells.ts";
import { type Content, html, type Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";
import { curveAt, placeWords, shiftAt, writerWords } from "./words.ts";

/** Each measure at the output and where in depth it comes, the last arm against each other one. */
export function depthTable(
  findings: LayersFindings,
  place: LensPlace,
  writer: Writer,
  nameOf: (arm: string) => string,
): Markup {
  const { compared, measures } = findings;
  const subject = compared.at(-1)!;
  const others = compared.slice(0, -1);
  const rows = measures.flatMap(({ id, label, words }): Content[][] => {
    const key = { arm: subject.id, writer, place, measure: id };
    const own = curveAt(findings, key);
    if (own === undefined) return [];
    const first = curveAt(findings, { ...key, arm: compared[0]!.id });
    const rank = own.rank?.value.at(-1);
    return [
      [
        html`${label}${words.length === 0 ? null : html`<span class="interval reason">${words.join(", ")}</span>`}`,
        first && small(first.mass.value.at(-1)!),
        html`${small(own.mass.value.at(-1)!)}${rank === undefined ? null : html`<span class="interval">best rank ${rank.toFixed(0)}</span>`}`,
        depthCell(own.half),
        ...others.flatMap(({ id: against }) => {
          const shift = shiftAt(findings, { ...key, against });
          return shift === undefined ? [null, null] : [estimateCell(shift.output, times), depthCell(shift.half)];
        }),
      ],
    ];
  });
  const n = findings.curves.find((curve) => curve.writer === writer && curve.place === place)?.n ?? 0;
  const number = (title: string) => ({ title, kind: "number" as const });
  return dataTable(
    `${placeWords[place].replace(/^a/, "A")} of ${writerWords[writer]}: typical probability at the output (from mean log-odds), the layer at which half of the way from the first block to it is behind, and against each other arm the ratio of odds at the output and the layer at which half of it is there. 95 % intervals over ${n} texts.`,
    [
      { title: "What" },
      number(nameOf(compared[0]!.id)),
      number(nameOf(subject.id)),
      number("half-way, layer"),
      ...others.flatMap(({ id }) => [number(`odds against ${nameOf(id)}`), number("half of that, layer")]),
    ],
    [{ rows }],
  );
}

const depthCell = (depth: LayersFindings["curves"][number]["half"]): Content =>
  isDefined<Estimated>(depth)
    ? html`${depth.value.toFixed(1)}<span class="interval">${interval(depth, (x) => x.toFixed(1))}</span>`
    : html`<span class="interval reason">${depth.undefined}</span>`;
