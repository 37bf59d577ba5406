import type { Estimated } from "../../explain/findings.ts";
import type { TokensFindings } from "../../explain/tokens/findings.ts";
import { times } from "../../study/emoji/numbers.ts";
import { fold, note, tied } from "../emoji/cells.ts";
import { html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { curveFigures } from "./tokens/curves.ts";
import { placeTable, rivalTable } from "./tokens/places.ts";
import { otherRises, ownRises } from "./tokens/rises.ts";
import { capital, type NameOf, placeNames, writerNames } from "./tokens/words.ts";

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
  const explained = explainedArm(findings);
  const [first, ...others] = curveFigures(shown, nameOf);
  return {
    id: "tokens",
    title: "Where an emoji could start",
    body: html`<p>${tied(answerWords(findings, explained, nameOf))}</p>
${findings.warnings.map(note)}
${first?.body}
${ownRises(shown, explained, nameOf)}
${
  others.length === 0
    ? null
    : fold(
        `The same picture, reading ${others.map(({ writer }) => writerNames[writer]).join("; reading ")}`,
        others.map(({ body }) => body),
      )
}
${fold(`Numbers by kind of place: ${shown.arms.length} arms at ${placeNames.sentenceEnds}, ${placeNames.within}, ${placeNames.trainingEnd}, ${placeNames.past}`, placeTable(shown, nameOf))}
${fold("What else could come there: “!”, line break, end of turn", rivalTable(shown, nameOf))}
${otherRises(shown, explained, nameOf)}`,
  };
}

/** The arm that is explained: the one that has a control, or else the one that rose most. */
function explainedArm({ arms, base, contrasts }: TokensFindings): string | undefined {
  const controlled = arms.find(({ control }) => control !== null);
  if (controlled) return controlled.id;
  const ends = contrasts.filter(({ at, against }) => at === "sentenceEnds" && against === base);
  return [...ends].sort((a, b) => b.ratio.value - a.ratio.value)[0]?.arm;
}

/** How much more probable an emoji is to the explained arm, against base and control, on the training answers where they were read. */
function answerWords({ contrasts, base }: TokensFindings, explained: string | undefined, nameOf: NameOf): string {
  const own = contrasts.filter(({ arm, at }) => arm === explained && at === "sentenceEnds");
  const over = own.filter(({ against }) => against === base);
  const first = over.find(({ writer }) => writer === "corpus") ?? over[0];
  if (first === undefined) return "Nothing here was compared with the untuned model.";
  const control = own.find(({ against, writer }) => against !== base && writer === first.writer);
  const size = (estimate: Estimated) =>
    `${times(estimate.value)} (95 % ${times(estimate.low ?? 0)} to ${estimate.high === null ? "no bound" : times(estimate.high)})`;
  const beside = control ? `, and ${size(control.ratio)} that of ${nameOf(control.against)}` : "";
  return `${capital(nameOf(first.arm))}: at ${placeNames.sentenceEnds} of ${writerNames[first.writer]} the probability that an emoji starts is ${size(first.ratio)} that of ${nameOf(base)}${beside}. All read the same ${first.ratio.n} texts; nothing is sampled.`;
}
