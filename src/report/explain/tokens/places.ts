import type { TokensFindings } from "../../../explain/tokens/findings.ts";
import type { PlaceKind } from "../../../explain/tokens/place-kinds.ts";
import { small, times } from "../../../study/emoji/numbers.ts";
import { estimateCell } from "../../emoji/cells.ts";
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
  return dataTable(
    "Probabilities: means over the places of a text, then over texts. “At most” adds the spellings of emoji that were not followed to their last byte.",
    columns,
    groups,
  );
}
