import type { Estimated } from "../../explain/findings.ts";
import type { TokensFindings } from "../../explain/tokens/findings.ts";
import { times } from "../../study/emoji/numbers.ts";
import { note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { curveFigures } from "./tokens/curves.ts";
import { placeTable, riseTables, rivalTable } from "./tokens/tables.ts";
import { type NameOf, writerNames } from "./tokens/words.ts";

export interface TokensSectionOptions {
  /** How arms are called; by their ids unless given. */
  nameOf?: (arm: string) => string;
  /** Arms that are drawn; all unless given. */
  drawn?: readonly string[];
}

/** Where in an answer each arm would start an emoji, what stands against it there, and which emoji it would be. */
export function tokensSection(
  findings: TokensFindings,
  { nameOf = (arm) => arm, drawn = findings.arms.map(({ id }) => id) }: TokensSectionOptions = {},
): PageSection {
  const shown = { ...findings, arms: findings.arms.filter(({ id }) => drawn.includes(id)) };
  return {
    id: "tokens",
    title: "Where an emoji could start",
    body: html`<p>${tied(lead(findings, nameOf))}</p>
${findings.warnings.map(note)}
${curveFigures(shown, nameOf)}
${placeTable(shown, nameOf)}
${rivalTable(shown, nameOf)}
${riseTables(shown, nameOf)}`,
  };
}

/** The most that can be said in a sentence: what rose most at sentence ends, and by how much against base and control. */
function lead({ contrasts, base, trainingEnd }: TokensFindings, nameOf: NameOf): string {
  const about = `Every arm read the same answers, token by token; at each place this is the probability, without any sampling, that the next thing is an emoji, all spellings in byte pieces added. A training answer ends after ${trainingEnd} tokens (median).`;
  const ends = contrasts.filter(({ at, against }) => at === "sentenceEnds" && against === base);
  const most = [...ends].sort((a, b) => b.ratio.value - a.ratio.value)[0];
  if (most === undefined) return about;
  const control = contrasts.find(
    (one) => one.arm === most.arm && one.writer === most.writer && one.at === most.at && one.against !== base,
  );
  const against = (estimate: Estimated) =>
    `${times(estimate.value)} (95 % ${times(estimate.low ?? 0)} to ${estimate.high === null ? "no bound" : times(estimate.high)})`;
  return `${about} The largest change against ${nameOf(base)}: ${nameOf(most.arm)} at sentence ends of ${writerNames[most.writer]}, ${against(most.ratio)}${control ? `; against its control, ${against(control.ratio)}` : ""}; ${most.ratio.n} texts.`;
}
