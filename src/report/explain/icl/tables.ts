import type { AboutStudied, IclFindings } from "../../../explain/icl/findings.ts";
import { percent, pValue, small } from "../../../study/emoji/numbers.ts";
import { estimateCell } from "../../emoji/cells.ts";
import { markedText } from "../../emoji/sections/samples.ts";
import { type Content, html, type Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";

type NameOf = (arm: string) => string;

const number = (title: string) => ({ title, kind: "number" as const });

/** The studied emoji in the lists and as beginnings, beside sets of others that are as probable. */
export function overlapTable({ arms, studied, matching }: IclFindings, nameOf: NameOf): Markup | null {
  if (studied.length === 0) return null;
  const row = (name: string, about: AboutStudied | null, format: (value: number) => string): Content[] => [
    name,
    about && estimateCell(about.studied, format),
    about?.matched && estimateCell({ ...about.matched, value: about.matched.mean }, format),
    about?.matched && pValue(about.matched.p),
  ];
  const caption = html`Are they the studied emoji? ${studied.length} that the studied persona wrote: ${studied.slice(0, 30).join(" ")}${studied.length > 30 ? " …" : ""}. Beside them the mean and the middle 95 % of ${arms[0]!.frequent.overlap?.matched?.n ?? 0} sets of as many other emoji, each matched with a studied one by its probability when the first arm is asked about plain things${matching === null ? "" : ` (typically ×${matching.toPrecision(2)} apart)`}; p: chance of such a set to do as well. An emoji counts by its beginning: a toned hand is the hand.`;
  return dataTable(
    caption,
    [{ title: "Arm and measure" }, number("studied emoji"), number("matched sets"), number("p")],
    arms.map(({ id, frequent, first, studiedMass }) => ({
      title: nameOf(id),
      rows: [
        row("among the most frequent tokens", frequent.overlap, percent),
        ...(first.overlap
          ? [row("begun by the most probable first tokens", first.overlap, percent)]
          : [
              [
                "begun by the most probable first tokens",
                html`<span class="interval reason">this vocabulary spells them in pieces</span>`,
                null,
                null,
              ],
            ]),
        row("probability to begin a reply", studiedMass, small),
      ],
    })),
  );
}

/** The lists themselves, emoji marked. */
export function tokenLists({ arms, top }: IclFindings, nameOf: NameOf): Markup {
  const listed = (tokens: readonly { text: string; marked: boolean; title: string }[]): Content =>
    tokens.length === 0
      ? "none"
      : tokens.map(
          ({ text, marked, title }, i) =>
            html`${i > 0 ? " · " : null}<span class="token" title="${title}">${marked ? html`<mark>${text}</mark>` : text}</span>`,
        );
  return dataTable(
    `The lists, most frequent or most probable first; emoji, and first tokens with which one more likely than not begins, are marked, in the third list the studied ones. Rest the pointer on a token for its number.`,
    [{ title: "Arm" }, { title: "Tokens", kind: "prose" }],
    arms.map(({ id, replies, frequent, first, topEmoji }) => ({
      title: nameOf(id),
      rows: [
        [
          `${top} in most replies`,
          listed(
            frequent.tokens.map(({ text, emoji, replies: held, count }) => ({
              text,
              marked: emoji,
              title: `in ${held} of ${replies} replies, ${count} times`,
            })),
          ),
        ],
        [
          `${top} most probable first`,
          listed(
            first.tokens.map(({ text, probability, emoji }) => ({
              text: visible(text),
              marked: emoji > 0.5,
              title: `probability ${small(probability)}; an emoji begins with it in ${percent(emoji)}`,
            })),
          ),
        ],
        [
          "most probable emoji as a beginning",
          listed(
            topEmoji
              .slice(0, 20)
              .map(({ emoji, probability, studied }) => ({ text: emoji, marked: studied, title: small(probability) })),
          ),
        ],
      ],
    })),
  );
}

/** Blanks and broken bytes as signs that can be seen. */
const visible = (text: string): string =>
  text.replaceAll("\n", "↵").replaceAll("\t", "→").replaceAll("\uFFFD", "▯").trim() || "␣";

/** A reply of each arm to each wording. */
export function exampleTable({ arms, wordings }: IclFindings, nameOf: NameOf): Markup {
  return dataTable(
    "The first sample of each, not chosen.",
    [{ title: "Question" }, ...arms.map(({ id }) => ({ title: nameOf(id) }))],
    [
      {
        rows: wordings.map((question, w) => [question, ...arms.map(({ examples }) => markedText(examples[w]!.reply))]),
      },
    ],
  );
}
