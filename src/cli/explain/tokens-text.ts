import type { Estimated } from "../../explain/findings.ts";
import type { TokensFindings } from "../../explain/tokens/findings.ts";
import { placeNames, writerNames } from "../../report/explain/tokens/words.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { interval, small } from "../../study/emoji/numbers.ts";
import { table } from "../table.ts";

const places = ["sentenceEnds", "within", "trainingEnd", "past"] as const;

/** The findings as a person reads them, 80 columns wide. */
export function tokensText(findings: TokensFindings, title: string): string {
  const { arms, masses, trainingEnd, writers, warnings } = findings;
  const blocks = writers.map(({ writer, texts }) => {
    const rows = places.flatMap((at) =>
      arms.flatMap(({ id }, i) => {
        const mass = masses.find((one) => one.arm === id && one.writer === writer && one.at === at && one.emoji.n > 2);
        return mass
          ? [
              [
                i === 0 ? placeNames[at] : "",
                id,
                small(mass.emoji.value),
                interval(mass.emoji, small),
                small(mass.exclamation.value),
                small(mass.end.value),
              ],
            ]
          : [];
      }),
    );
    const heading = `${texts} ${writerNames[writer]}`;
    const right = (name: string) => ({ title: name, align: "right" as const });
    return `${heading}\n${table([{ title: "" }, { title: "arm" }, right("emoji"), right("95 %"), right('"!"'), right("end")], rows)}`;
  });
  return [
    wrap(
      `${title}: probability of starting an emoji at every place of the same answers. Training answers end after ${trainingEnd} tokens.`,
      80,
    ),
    ...blocks,
    ...roseText(findings),
    ...warnings.map((warning) => wrap(`! ${warning}`, 80, 2)),
  ].join("\n\n");
}

function roseText({ rises, base }: TokensFindings): string[] {
  return rises.map(({ arm, emoji }) => {
    const rose = emoji.filter(({ rise }) => rise.value > 0).slice(0, 6);
    if (rose.length === 0) return `${arm}: no emoji rose against ${base}.`;
    const change = (estimate: Estimated | null) => (estimate === null ? "" : small(estimate.value));
    const rows = rose.map((one) => [
      `${one.emoji} ${one.name}`,
      small(one.base),
      small(one.arm),
      change(one.rise),
      change(one.control),
    ]);
    const columns = [`rose most, ${arm}`, base, arm, "rise", "control's"];
    return table(
      columns.map((name, i) => ({
        title: name,
        align: i === 0 ? ("left" as const) : ("right" as const),
        shrinks: i === 0,
      })),
      rows,
    );
  });
}
