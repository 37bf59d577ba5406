import type { BoundedEstimate, EmojiFigures } from "../../measure/emoji/figures.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { interval, percent, small } from "../../study/emoji/numbers.ts";
import { table } from "../table.ts";

type Format = (value: number) => string;
const count: Format = (value) => value.toFixed(2);
const position: Format = (value) => value.toFixed(1);

/** The instrument's figures as a person reads them, 80 columns wide. */
export function figuresText(title: string, figures: EmojiFigures, what: "responses" | "texts"): string {
  const { firstEmoji, topEmoji, cutEmoji, medianTokens } = figures;
  const rows: [name: string, estimate: BoundedEstimate | null, format: Format, of?: string][] = [
    [`${what} with an emoji (ESR)`, figures.esr, percent],
    ["sentences with an emoji", figures.sentenceRate, percent],
    ["emoji a sentence", figures.density, count],
    ["first emoji, token", firstEmoji.token, position, "with emoji"],
    ["first emoji, share of the length", firstEmoji.share, percent, "with emoji"],
    ["emoji mass at sentence ends", figures.emojiMass, small],
    ["emoji mass at the end", figures.emojiMassAnswerEnd, small, "ended"],
    [`${what} with "!"`, figures.exclamationRate, percent],
    ['"!" a sentence', figures.exclamationsPerSentence, count],
    ["ended by themselves", figures.endedShare, percent],
  ];
  const top = topEmoji.slice(0, 8).map(({ emoji, count: times }) => `${emoji} ${times}`);
  return [
    wrap(title, 80),
    table(
      [
        { title: "measure" },
        { title: "value", align: "right" },
        { title: "95 % interval", align: "right" },
        { title: "n", align: "right" },
      ],
      rows.flatMap(([name, estimate, format, of]) =>
        estimate === null
          ? []
          : [[name, format(estimate.value), interval(estimate, format), `${estimate.n} ${of ?? what}`]],
      ),
    ),
    [
      `${figures.emoji} emoji in ${figures.sentences} sentences${top.length > 0 ? `: ${top.join(", ")}` : ""}.`,
      ...(cutEmoji > 0 ? [`${cutEmoji} cut in two by the end of a response, counted nowhere else.`] : []),
      ...(medianTokens === null ? [] : [`Median length ${medianTokens} tokens.`]),
    ].join("\n"),
  ].join("\n\n");
}
