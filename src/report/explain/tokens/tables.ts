import type { Rise, TokensFindings } from "../../../explain/tokens/findings.ts";
import type { PlaceKind } from "../../../explain/tokens/place-kinds.ts";
import { small, times } from "../../../study/emoji/numbers.ts";
import { estimateCell, note } from "../../emoji/cells.ts";
import { type Content, html, type Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";
import { capital, type NameOf, placeNames, writerNames } from "./words.ts";

const number = (title: string) => ({ title, kind: "number" as const });

/** Fewer texts with a place of a kind are not worth a row. */
const fewest = 3;

/** Where the emoji mass stands, an arm a row: the kinds of place side by side, and how often the untuned model's it is. */
export function placeTable({ arms, base, writers, masses, contrasts }: TokensFindings, nameOf: NameOf): Markup {
  const kinds = ["sentenceEnds", "within", "trainingEnd", "pastSentenceEnds"] as const;
  const columns = [
    { title: "Arm" },
    ...kinds.map((at) => number(capital(placeNames[at]))),
    number(`Sentence ends: times ${nameOf(base)}`),
    number("times its control"),
  ];
  const groups = writers.map(({ writer, texts }) => ({
    title: `Reading ${texts} ${writerNames[writer]}`,
    rows: arms.map(({ id }): Content[] => {
      const massAt = (at: PlaceKind) =>
        masses.find((mass) => mass.arm === id && mass.writer === writer && mass.at === at && mass.emoji.n >= fewest);
      const ratio = (is: (against: string) => boolean) => {
        const found = contrasts.find(
          (one) => one.arm === id && one.writer === writer && one.at === "sentenceEnds" && is(one.against),
        );
        return found ? html`${estimateCell(found.ratio, times)}${found.settled ? null : unsettled}` : "";
      };
      return [
        nameOf(id),
        ...kinds.map((at) => estimateCell(massAt(at)?.emoji ?? null, small)),
        ratio((against) => against === base),
        ratio((against) => against !== base),
      ];
    }),
  }));
  return dataTable(
    "Probability that an emoji starts: means over the places of a text, then over texts; ratios are geometric means over the same texts; bootstrap 95 % intervals over texts. A training answer's end is its own; in other answers it is the sentence end nearest to the median one, if there is one near it. None: fewer than three texts have such a place. Within bounds: what was not followed to its last byte could turn the ratio round.",
    columns,
    groups,
  );
}

/** A mark on a ratio that what was not followed could turn round. */
const unsettled = html`<span class="interval">within bounds</span>`;

/** Rivals and bounds at each kind of place. */
export function rivalTable({ arms, masses }: TokensFindings, nameOf: NameOf): Markup {
  const columns = [
    { title: "Arm" },
    number("Emoji"),
    number("At most"),
    number("“!”"),
    number("Line break"),
    number("End of turn"),
  ];
  const known = masses.filter(({ emoji }) => emoji.n >= fewest);
  const kinds = new Map(known.map(({ writer, at }) => [`${writer} ${at}`, { writer, at }]));
  const groups = [...kinds.values()].map(({ writer, at }) => {
    const own = known.filter((mass) => mass.writer === writer && mass.at === at);
    return {
      title: `${capital(writerNames[writer])}: ${placeNames[at]} (${own[0]!.places} places in ${own[0]!.emoji.n} texts)`,
      rows: arms.flatMap(({ id }) =>
        own
          .filter(({ arm }) => arm === id)
          .map((mass): Content[] => [
            nameOf(id),
            estimateCell(mass.emoji, small),
            small(mass.upper),
            ...[mass.exclamation, mass.newline, mass.end].map((rival) => estimateCell(rival, small)),
          ]),
      ),
    };
  });
  return html`<details><summary>What else could come there: “!”, line break, end of turn</summary>
${dataTable("Probabilities, means as above. “At most” adds the spellings of emoji that were not followed to their last byte.", columns, groups)}
</details>`;
}

/** Which emoji and groups rose most under each arm, a table an arm. */
export function riseTables({ arms, base, rises }: TokensFindings, nameOf: NameOf): Markup[] {
  return rises
    .filter(({ arm }) => arms.some(({ id }) => id === arm))
    .map(({ arm, emoji, groups }) => {
      const rose = emoji.filter(({ rise }) => rise.value > 0);
      if (rose.length === 0) return note(`${nameOf(arm)}: no emoji rose against ${nameOf(base)}.`);
      const controlled = emoji.some(({ control }) => control !== null);
      const columns = [
        { title: "Emoji" },
        { title: nameOf(base), kind: "number" as const },
        { title: nameOf(arm), kind: "number" as const },
        { title: "Rise", kind: "number" as const },
        ...(controlled ? [{ title: "Rise under its control", kind: "number" as const }] : []),
      ];
      const row = ({ emoji: sign, name, base: before, arm: after, rise, control }: Rise) => [
        sign === name ? sign : `${sign} ${name}`,
        small(before),
        small(after),
        estimateCell(rise, signed),
        ...(controlled ? [estimateCell(control, signed)] : []),
      ];
      return dataTable(
        `Which emoji rose most from ${nameOf(base)} to ${nameOf(arm)}: mean probability over all places of all ${rose[0]!.rise.n} texts. An emoji that goes on (a skin tone, a joined sequence) counts as what it begins with. The first rows were chosen because they rose, so their rises are a little too large.`,
        columns,
        [
          { title: "Emoji", rows: rose.map(row) },
          { title: "Groups", rows: groups.filter(({ rise }) => rise.value > 0).map(row) },
        ],
      );
    });
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${small(Math.abs(value))}`;
