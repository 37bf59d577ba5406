import { defaultLevels, poolId } from "../../../study/emoji/arm-id.ts";
import type { Arm, EmojiFindings } from "../../../study/emoji/findings.ts";
import { small } from "../../../study/emoji/numbers.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable, type TableColumn } from "../../html/table.ts";
import { type HistogramRow, histogram } from "../../plots/histogram.ts";
import { linearScale } from "../../plots/scale.ts";
import { estimateCell, figure, fold, note } from "../cells.ts";
import { armDetail, armLabel, groupArms, toneOf } from "../labels.ts";
import type { ReportResponse } from "../types.ts";

/** Fewer first emoji than these show no position. */
const fewest = 3;

/** Where in a response the first emoji stands, all seeds of an arm together. */
export function positionSection(findings: EmojiFindings, responses: readonly ReportResponse[]): PageSection {
  const { settings } = findings;
  const scale = linearScale(0, settings.maxNewTokens, 6);
  const rows = pools(findings).map((arms): HistogramRow => {
    const ids = new Set(arms.map(({ id }) => id));
    const own = responses.filter(({ arm }) => ids.has(arm));
    const first = own.flatMap(({ firstEmojiToken }) => firstEmojiToken ?? []);
    const past = first.filter((token) => token >= settings.answerEndTokens).length;
    const chance = byChance(own, settings.answerEndTokens);
    return {
      label: armLabel(arms.length > 1 ? { ...arms[0]!, seed: undefined } : arms[0]!, settings),
      tone: toneOf(arms[0]!),
      values: first,
      extents: own.map(({ tokens }) => tokens),
      value: first.length === 0 ? "no emoji" : `${past} of ${first.length} past the line`,
      detail: `${first.length === 0 ? "" : `by chance ${chance.toFixed(1)}; `}${own.length} responses`,
    };
  });
  const draw = (shown: readonly HistogramRow[]) =>
    histogram({
      title: "Position of the first emoji",
      description: `Number of responses by the token index of their first emoji, for each arm; a dashed line at token ${settings.answerEndTokens}, where training answers end.`,
      scale,
      binWidth: Math.max(1, scale.ticks.at(-1)! / 40),
      line: { at: settings.answerEndTokens, label: `training answers end (${settings.answerEndTokens} tokens)` },
      rows: shown,
    });
  const some = rows.filter(({ values }) => values.length >= fewest);
  const few = rows.filter(({ values }) => values.length < fewest);
  return {
    id: "position",
    title: "Where the first emoji falls",
    body: html`${
      some.length === 0
        ? note(`No arm wrote an emoji in ${fewest} responses or more.`)
        : figure(
            draw(some),
            html`Responses by the token index of their first emoji, seeds together, one height of bar for all arms. The dashed line is the median length of the training answers in tokens, the same for every arm, tuned or not. The grey band under each row: the share of responses that are at least so long (a response that has ended holds no later emoji). By chance: how many would lie past the line if the first emoji fell on any token of its response alike.`,
          )
    }
${few.length === 0 ? null : fold(`Arms with an emoji in fewer than ${fewest} responses: ${few.length}`, draw(few))}
${fold("The probability of an emoji on either side of that line, arm by arm", massTable(findings))}`,
  };
}

/** The emoji mass on either side of the training end, which needs no emoji to be seen. */
function massTable(findings: EmojiFindings) {
  const number = (title: string): TableColumn => ({ title, kind: "number" });
  const groups = groupArms(findings).map(({ title, arms }) => ({
    title,
    rows: arms
      .filter(({ emojiMass }) => emojiMass !== null)
      .map((arm) => [
        armDetail(arm),
        estimateCell(arm.emojiMassBefore, small),
        arm.emojiMassBefore?.n ?? 0,
        estimateCell(arm.emojiMassPast, small),
        arm.emojiMassPast?.n ?? 0,
      ]),
  }));
  return dataTable(
    `Emoji mass at sentence ends before token ${findings.settings.answerEndTokens}, where training answers end, and from there on: means over the responses that have a sentence end there (n), bootstrap intervals.`,
    [{ title: "Arm" }, number("Before"), number("n"), number("Past"), number("n")],
    groups.filter(({ rows }) => rows.length > 0),
  );
}

/** How many first emoji would lie past the end if each fell on any token of its response alike. */
const byChance = (responses: readonly ReportResponse[], end: number): number =>
  responses
    .filter(({ firstEmojiToken, tokens }) => firstEmojiToken !== null && tokens > 0)
    .reduce((sum, { tokens }) => sum + Math.max(0, tokens - end) / tokens, 0);

/** Arms that differ in their seed alone, together; in the figures' order. */
function pools(findings: EmojiFindings): Arm[][] {
  const defaults = defaultLevels(findings.settings);
  const found = new Map<string, Arm[]>();
  for (const arm of groupArms(findings).flatMap(({ arms }) => arms)) {
    const id = poolId(arm, defaults);
    found.set(id, [...(found.get(id) ?? []), arm]);
  }
  return [...found.values()];
}
