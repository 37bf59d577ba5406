import type { Claim, EmojiFindings } from "../../../study/emoji/findings.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { spoken } from "../answer.ts";
import { fold, note, tied, verdictCell } from "../cells.ts";

/** Each claim with its verdict and the numbers behind it. */
export function verdictSection({ claims, notes, settings }: EmojiFindings): PageSection {
  const abouts = [...new Set(claims.map(({ about }) => about))];
  const groups = abouts.map((about) => ({
    title: abouts.length > 1 ? spoken(about) : undefined,
    rows: claims
      .filter((claim) => claim.about === about)
      .map(({ title, question, verdict, words }) => [
        html`<span class="claim">${title}</span><span class="question">${question}</span>`,
        verdictCell(verdict),
        tied(words),
      ]),
  }));
  const about =
    `The claims are about tuning with silent ${settings.silent[0]}; the other arms are in the figures. ` +
    "Shown: a rise beyond what chance allows, in the same direction for every tuning seed. Contradicted: the same, but a fall. " +
    "Shown absent: every rise of a size that counts is excluded. Not shown: the data leave it open.";
  const evidence = (caption: string) =>
    dataTable(caption, [{ title: "Claim" }, { title: "Verdict" }, { title: "Evidence", kind: "prose" }], groups);
  const body =
    abouts.length > 1
      ? html`${overview(about, claims, abouts)}
${fold("The numbers behind each verdict", evidence("Claims by voice"))}`
      : evidence(about);
  return { id: "verdicts", title: "Verdicts", body: html`${body}\n${notes.map(note)}` };
}

/** A line a claim, a column a voice. */
function overview(caption: string, claims: readonly Claim[], abouts: readonly string[]) {
  const titles = [...new Set(claims.map(({ title }) => title))];
  const cell = (title: string, about: string) => {
    const claim = claims.find((each) => each.title === title && each.about === about);
    return claim ? verdictCell(claim.verdict) : "";
  };
  const rows = titles.map((title) => [
    html`<span class="claim">${title}</span>`,
    ...abouts.map((about) => cell(title, about)),
  ]);
  return dataTable(caption, [{ title: "Claim" }, ...abouts.map((about) => ({ title: spoken(about) }))], [{ rows }]);
}
