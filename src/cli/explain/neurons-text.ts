import type { NeuronsFindings, UnitFindings } from "../../explain/neurons/findings.ts";
import { kindNames, neuronsAnswer, signed } from "../../report/explain/neurons/words.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { table } from "../table.ts";

const shown = { protocol: 8, naive: 3 };

/** The findings as a person reads them, 80 columns wide. */
export function neuronsText(findings: NeuronsFindings, title: string): string {
  const { mlp, residual, claims, warnings, texts } = findings;
  const { differentEmoji, promptOverlap } = claims;
  const blocks = [mlp, residual].map(({ sentenceEnds }, i) => {
    const name = kindNames[i === 0 ? "mlp" : "residual"];
    return [
      `${name[0]!.toUpperCase()}${name.slice(1)}, at ${sentenceEnds.tokens} sentence ends`,
      unitsTable("protocol", sentenceEnds.protocol.slice(0, shown.protocol)),
      unitsTable("raw change", sentenceEnds.naive.slice(0, shown.naive)),
    ].join("\n");
  });
  return [
    wrap(`${title}: which units carry the emoji, over ${texts} texts that all arms read`, 80),
    ...neuronsAnswer(findings).map((sentence) => wrap(sentence, 80)),
    ...blocks,
    wrap(`Different emoji, different neurons: ${differentEmoji.verdict}. ${differentEmoji.words}`, 80),
    wrap(`Trait prompts, other neurons than emoji prompts: ${promptOverlap.verdict}. ${promptOverlap.words}`, 80),
    ...warnings.map((warning) => wrap(`! ${warning}`, 80, 2)),
  ].join("\n\n");
}

function unitsTable(order: string, units: readonly UnitFindings[]): string {
  const right = (title: string) => ({ title, align: "right" as const });
  const columns = [
    { title: `by ${order}` },
    right("persona"),
    right("control"),
    right("q"),
    right("emoji logit"),
    { title: "" },
  ];
  const rows = units.map(({ layer, unit, persona, control, q, contribution, outlier }) => [
    `${layer}.${unit}`,
    signed(persona.value),
    control === null ? "" : signed(control.value),
    q === null ? "" : q.toFixed(2),
    signed(contribution),
    outlier ? "outlier" : "",
  ]);
  return table(columns, rows);
}
