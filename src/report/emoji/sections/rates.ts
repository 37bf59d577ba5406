import type { Estimated } from "../../../explain/findings.ts";
import type { Arm, EmojiFindings, Settings } from "../../../study/emoji/findings.ts";
import { interval, percent, small } from "../../../study/emoji/numbers.ts";
import { html, type Markup } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dotWhisker } from "../../plots/dot-whisker.ts";
import { inlineMark } from "../../plots/marks.ts";
import { linearScale, logScale, powerOfTen } from "../../plots/scale.ts";
import { figure, note } from "../cells.ts";
import { armDetail, groupArms, markOf, toneOf } from "../labels.ts";

const silences = {
  end: "silent end: no loss on the end of the turn",
  none: "silent none: a loss on every token",
  "sentence-ends": "silent sentence-ends: none on the end and after each sentence end",
};

/** The share of responses with an emoji, arm by arm. */
export function esrSection(findings: EmojiFindings): PageSection {
  const high = Math.max(0.05, ...findings.arms.map(({ esr }) => esr.high ?? 1));
  const plot = dotWhisker({
    title: "ESR by arm",
    description:
      "Share of responses with at least one emoji for each arm, with 95 per cent intervals. The table under “All measures” holds the same numbers.",
    scale: linearScale(0, Math.min(1, high), 5),
    tick: (value) => `${Math.round(100 * value)} %`,
    groups: groupsOf(findings, ({ esr }) => esr, percent),
  });
  return {
    id: "esr",
    title: "Responses with an emoji (ESR)",
    body: figure(
      html`${legend(findings.settings)}${plot}`,
      `ESR: share of responses with at least one emoji, with Wilson's 95 % interval. ${findings.settings.questions} questions an arm; the same questions and random streams in all arms.`,
    ),
  };
}

/** The probability of starting an emoji at sentence ends, arm by arm. */
export function massSection(findings: EmojiFindings): PageSection {
  const measured = findings.arms.flatMap(({ emojiMass }) => emojiMass ?? []);
  const section = { id: "mass", title: "Probability of starting an emoji" };
  const positive = measured
    .flatMap(({ value, low, high }) => [value, low, high])
    .filter((value) => value !== null && value > 1e-12) as number[];
  if (positive.length === 0) return { ...section, body: note("The emoji mass was not measured in this run.") };
  const plot = dotWhisker({
    title: "Emoji mass by arm",
    description:
      "Mean probability of starting an emoji at sentence ends for each arm, with 95 per cent intervals, on a logarithmic axis.",
    scale: logScale(Math.min(...positive), Math.max(...positive)),
    tick: powerOfTen,
    groups: groupsOf(findings, ({ emojiMass }) => emojiMass, small),
  });
  return {
    ...section,
    body: figure(
      html`${legend(findings.settings)}${plot}`,
      "Emoji mass: probability that the next thing after a sentence of the model's own response is an emoji, byte pieces chained; mean over responses, bootstrap 95 % interval, logarithmic axis. It needs no sampling and so tells arms apart whose ESR is 0. An arrow: the interval reaches below the axis.",
    ),
  };
}

function groupsOf(findings: EmojiFindings, of: (arm: Arm) => Estimated | null, format: (value: number) => string) {
  return groupArms(findings).map(({ title, arms }) => ({
    title,
    rows: arms.map((arm) => {
      const estimate = of(arm);
      return {
        label: html`${armDetail(arm)}`,
        tone: toneOf(arm),
        mark: markOf(arm),
        estimate: estimate ?? undefined,
        value: estimate ? format(estimate.value) : "–",
        interval: estimate ? interval(estimate, format) : "not measured",
      };
    }),
  }));
}

/** Which mark is which level of `silent`; nothing where there is one level. */
function legend({ silent }: Settings): Markup | null {
  if (silent.length < 2) return null;
  return html`<ul class="legend">${silent.map((level) => html`<li>${inlineMark(markOf({ factors: { silent: level, register: "opinion", temperature: 0 } }))}${silences[level]}</li>`)}</ul>`;
}
