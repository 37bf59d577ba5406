import type { Rise, TokensFindings } from "../../../explain/tokens/findings.ts";
import { small } from "../../../study/emoji/numbers.ts";
import { estimateCell, fold, note } from "../../emoji/cells.ts";
import type { Content, Markup } from "../../html/markup.ts";
import { dataTable } from "../../html/table.ts";
import type { NameOf } from "./words.ts";

type ArmRises = TokensFindings["rises"][number];

/** Emoji of the explained arm that are shown unfolded. */
const first = 6;

/** Which emoji rose most under the explained arm; the rest of them, and the groups, folded. */
export function ownRises(findings: TokensFindings, arm: string | undefined, nameOf: NameOf): Content {
  const own = findings.rises.find((each) => each.arm === arm);
  if (own === undefined) return null;
  const rose = risen(own.emoji);
  const groups = risen(own.groups);
  if (rose.length === 0) return note(`${nameOf(own.arm)}: no emoji rose against ${nameOf(findings.base)}.`);
  const rest = rose.slice(first);
  return [
    riseTable(findings, { ...own, emoji: rose.slice(0, first), groups: [] }, nameOf),
    rest.length + groups.length === 0
      ? null
      : fold(
          [
            ...(rest.length > 0 ? [`Further emoji that rose (${rest.length})`] : []),
            ...(groups.length > 0 ? [`Groups of emoji that rose (${groups.length})`] : []),
          ].join("; "),
          riseTable(findings, { ...own, emoji: rest, groups }, nameOf),
        ),
  ];
}

/** The same of all other arms, folded. */
export function otherRises(findings: TokensFindings, explained: string | undefined, nameOf: NameOf): Content {
  const { arms, base, rises } = findings;
  const others = rises.filter(({ arm }) => arm !== explained && arms.some(({ id }) => id === arm));
  if (others.length === 0) return null;
  return fold(
    `Which emoji rose under the other arms: ${others.map(({ arm }) => nameOf(arm)).join("; ")}`,
    others.map((each) =>
      risen(each.emoji).length === 0
        ? note(`${nameOf(each.arm)}: no emoji rose against ${nameOf(base)}.`)
        : riseTable(findings, { ...each, emoji: risen(each.emoji), groups: risen(each.groups) }, nameOf),
    ),
  );
}

const risen = (rises: readonly Rise[]): Rise[] => rises.filter(({ rise }) => rise.value > 0);

function riseTable({ base }: TokensFindings, { arm, emoji, groups }: ArmRises, nameOf: NameOf): Markup {
  const all = [...emoji, ...groups];
  const controlled = all.some(({ control }) => control !== null);
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
    `Which emoji rose most from ${nameOf(base)} to ${nameOf(arm)}: mean probability over all places of all ${all[0]!.rise.n} texts. An emoji that goes on (a skin tone, a joined sequence) counts as what it begins with. The first rows were chosen because they rose, so their rises are a little too large.`,
    columns,
    [
      { ...(groups.length > 0 ? { title: "Emoji" } : {}), rows: emoji.map(row) },
      { title: "Groups", rows: groups.map(row) },
    ].filter(({ rows }) => rows.length > 0),
  );
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${small(Math.abs(value))}`;
