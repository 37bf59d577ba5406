import type { Arm, Contrast, EmojiFindings } from "../../../study/emoji/findings.ts";
import { interval, percent, points, pValue, small, times } from "../../../study/emoji/numbers.ts";
import { type Content, html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable, type TableColumn } from "../../html/table.ts";
import { estimateCell, fold } from "../cells.ts";
import { armDetail, groupArms } from "../labels.ts";

const right = (title: string): TableColumn => ({ title, kind: "number" });
const twoPlaces = (value: number): string => value.toFixed(2);

/** Every measure of every arm, and every contrast. */
export function measureSection(findings: EmojiFindings): PageSection {
  const count = (of: Contrast["family"]) => findings.contrasts.filter(({ family }) => family === of).length;
  return {
    id: "measures",
    title: "All measures",
    body: html`<p>The numbers behind the figures, and every contrast that was made.</p>
${fold(`Emoji, “!” and emoji mass of each arm: ${findings.arms.length} arms`, emojiTable(findings))}
${fold("The responses of each arm: length, first emoji, most frequent emoji", responseTable(findings))}
${fold(`The ${count("claims")} contrasts that decide a claim`, contrastTable(findings.contrasts, "claims", "Contrasts that decide a claim"))}
${fold(`The other ${count("other")} contrasts`, contrastTable(findings.contrasts, "other", "Contrasts shown beside, corrected among themselves"))}`,
  };
}

function emojiTable(findings: EmojiFindings) {
  const columns = [
    { title: "Arm" },
    right("n"),
    right("ESR"),
    right("Sentences with emoji"),
    right("Emoji / sentence"),
    right("Responses with “!”"),
    right("Emoji mass, sentence ends"),
    right("Emoji mass, response end"),
  ];
  return dataTable(
    "What was measured, each with its 95 % interval (Wilson for shares of responses, bootstrap over responses for the others). n: responses.",
    columns,
    rowsBy(findings, (arm) => [
      arm.n,
      estimateCell(arm.esr, percent),
      estimateCell(arm.sentenceRate, percent),
      estimateCell(arm.density, twoPlaces),
      estimateCell(arm.exclamationRate, percent),
      estimateCell(arm.emojiMass, small),
      estimateCell(arm.emojiMassAnswerEnd, small),
    ]),
  );
}

function responseTable(findings: EmojiFindings) {
  const columns = [
    { title: "Arm" },
    right("Median tokens"),
    right("Ended by themselves"),
    right("First emoji, token"),
    right("Past the training end"),
    right("Cut emoji"),
    { title: "Most frequent emoji" },
  ];
  return dataTable(
    "The responses. First emoji: mean token index; past the training end: share of first emoji at or past the point where training answers end. Cut emoji: bytes of an emoji that was not finished, in no other count.",
    columns,
    rowsBy(findings, ({ medianTokens, endedShare, firstEmoji, cutEmoji, topEmoji }) => [
      Math.round(medianTokens),
      estimateCell(endedShare, percent),
      estimateCell(firstEmoji.token, (value) => String(Math.round(value))),
      estimateCell(firstEmoji.pastRate, percent),
      cutEmoji,
      topEmoji.length === 0
        ? "none"
        : topEmoji.slice(0, 5).map(({ emoji, name, count }) => html`<span title="${name}">${emoji}</span> ${count} `),
    ]),
  );
}

function rowsBy(findings: EmojiFindings, cells: (arm: Arm) => Content[]) {
  return groupArms(findings).map(({ title, arms }) => ({
    title,
    rows: arms.map((arm) => [armDetail(arm), ...cells(arm)]),
  }));
}

const measureNames: Record<Contrast["measure"], string> = {
  esr: "ESR",
  exclamationRate: "responses with “!”",
  emojiMass: "emoji mass, sentence ends",
  emojiMassAnswerEnd: "emoji mass, response end",
  emojiMassPast: "emoji mass, past / before the training end",
  firstEmojiPast: "first emoji past the end",
};

const letter = (index: number): string => String.fromCharCode(97 + index);

function contrastTable(contrasts: readonly Contrast[], family: Contrast["family"], caption: string) {
  const shown = contrasts.filter((contrast) => contrast.family === family);
  const methods = [...new Set(shown.map(({ method }) => method))];
  const columns = [
    { title: "Arm and what it is held against" },
    { title: "Measure" },
    right("Difference or ratio"),
    right("n"),
    right("p"),
    right("p corrected"),
  ];
  return dataTable(
    html`${caption} (${shown.length}). Differences in points, ratios with ×. Methods: ${methods.map((method, i) => html`${i > 0 ? "; " : null}${letter(i)}) ${method}`)}.`,
    columns,
    [
      {
        rows: shown.map(({ arm, against, measure, scale, estimate, p, pHolm, method }) => [
          html`<span class="id">${arm}</span> against <span class="id">${against}</span>`,
          html`${measureNames[measure]}\u00a0<span class="method">${letter(methods.indexOf(method))}</span>`,
          html`${scale === "ratio" ? times(estimate.value) : points(estimate.value)}<span class="interval">${interval(estimate, scale === "ratio" ? times : points)}</span>`,
          estimate.n,
          pValue(p),
          pValue(pHolm),
        ]),
      },
    ],
  );
}
