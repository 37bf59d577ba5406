import type { Estimated } from "../../../explain/findings.ts";
import type { IclArm, IclFindings } from "../../../explain/icl/findings.ts";
import { interval, percent, small } from "../../../study/emoji/numbers.ts";
import { figure } from "../../emoji/cells.ts";
import { html, type Markup } from "../../html/markup.ts";
import { dotWhisker } from "../../plots/dot-whisker.ts";
import type { Tone } from "../../plots/marks.ts";
import { linearScale, logScale, powerOfTen } from "../../plots/scale.ts";
import { poleOf } from "./words.ts";

type NameOf = (arm: string) => string;

/** The model before is drawn as what was not tuned, controls as controls. */
const toneOf = ({ id }: IclArm, { arms }: IclFindings): Tone =>
  id.startsWith("control") ? "control" : id === arms[0]!.id || /^(prompt|examples)/.test(id) ? "untuned" : "tuned";

const rowOf = (
  arm: IclArm,
  estimate: Estimated,
  findings: IclFindings,
  nameOf: NameOf,
  format: (x: number) => string,
) => ({
  label: nameOf(arm.id),
  tone: toneOf(arm, findings),
  mark: "disc" as const,
  estimate,
  value: format(estimate.value),
  interval: interval(estimate, format),
});

/** Share of emoji among the most frequent tokens, and among the most probable first ones. */
export function listPlot(findings: IclFindings, nameOf: NameOf): Markup {
  const { arms, top } = findings;
  const highs = arms.flatMap(({ frequent, first }) => [frequent.emojiShare.high ?? 1, first.emojiShare.high ?? 1]);
  const plot = dotWhisker({
    title: "Emoji among the tokens that stand for the trait",
    description: "Share of emoji in two lists of tokens for each arm, with 95 per cent intervals.",
    scale: linearScale(0, Math.min(1, Math.max(0.1, ...highs)), 5),
    tick: (value) => `${Math.round(100 * value)} %`,
    groups: [
      {
        title: `the ${top} tokens that most sampled replies hold`,
        rows: arms.map((arm) => rowOf(arm, arm.frequent.emojiShare, findings, nameOf, percent)),
      },
      {
        title: `the ${top} tokens that a reply most probably begins with`,
        rows: arms.map((arm) => rowOf(arm, arm.first.emojiShare, findings, nameOf, percent)),
      },
    ],
  });
  return figure(
    plot,
    `Share of emoji among the ${top} tokens. Above: of ${arms[0]!.replies} sampled replies an arm; an emoji is one token however many spell it, letters are not told from capitals, digits and punctuation are left out. Below: without sampling, from the exact next-token distribution averaged over ${findings.wordings.length} wordings; a token counts where an emoji more likely than not begins with it, first byte pieces too.`,
  );
}

/** Probability that a reply begins with an emoji, by what was asked about. */
export function massPlot(findings: IclFindings, nameOf: NameOf): Markup {
  const { arms } = findings;
  const kinds = [
    ["trait", `asked about ${poleOf(findings)}`],
    ["opposite", "asked about the opposite pole, same wordings"],
    ["neutral", "asked about plain things, same wordings"],
  ] as const;
  const seen = arms.flatMap(({ mass }) => Object.values(mass).flatMap(({ value, low, high }) => [value, low, high]));
  const positive = seen.filter((value) => value !== null && value > 1e-12) as number[];
  if (positive.length === 0)
    return html`<p class="note">No arm gives any emoji a probability as the beginning of a reply.</p>`;
  const plot = dotWhisker({
    title: "Emoji mass where a reply begins",
    description: "Probability that a reply begins with an emoji for each arm, on a logarithmic axis.",
    scale: logScale(Math.min(...positive), Math.max(...positive)),
    tick: powerOfTen,
    groups: kinds.map(([kind, title]) => ({
      title,
      rows: arms.map((arm) => rowOf(arm, arm.mass[kind], findings, nameOf, small)),
    })),
  });
  return figure(
    plot,
    "Probability that the reply begins with an emoji, after spaces or none, its byte pieces chained; mean over wordings, nothing sampled. Where the three groups are alike, the emoji do not come with the trait that is named.",
  );
}
