import type { EmojiFindings } from "../../study/emoji/findings.ts";
import { type Content, html } from "../html/markup.ts";
import { page } from "../html/page.ts";
import { answer } from "./answer.ts";
import { tied } from "./cells.ts";
import { modelLabel } from "./labels.ts";
import { explainedSections } from "./sections/explained.ts";
import { limitSection } from "./sections/limits.ts";
import { measureSection } from "./sections/measures.ts";
import { positionSection } from "./sections/position.ts";
import { esrSection, massSection } from "./sections/rates.ts";
import { reproduceSection } from "./sections/reproduce.ts";
import { sampleSection } from "./sections/samples.ts";
import { dataSection, trainingSection } from "./sections/training.ts";
import { verdictSection } from "./sections/verdicts.ts";
import type { EmojiReport } from "./types.ts";
import { whyAnswer } from "./why.ts";

/** `report.html` of an emoji study: one file, readable offline and without scripts. The same input gives the same bytes. */
export function renderEmojiReport({ findings, responses, curves, data, run }: EmojiReport): string {
  const { model } = findings;
  return page({
    title: `Emoji study of ${modelLabel(model)}`,
    subtitle: `${model.architecture}, ${millions(model.parameters)} parameters, ${model.quantisation}; ${findings.arms.length} arms, ${findings.settings.questions} questions each`,
    lead: html`<div class="lead">${answer(findings).map((sentence) => html`<p>${tied(sentence)}</p>`)}${why(findings)}</div>`,
    sections: [
      verdictSection(findings),
      esrSection(findings),
      massSection(findings),
      positionSection(findings, responses),
      measureSection(findings),
      sampleSection(findings, responses, run.seed),
      trainingSection(findings, curves),
      dataSection(data),
      ...explainedSections(findings),
      reproduceSection(findings, run),
      limitSection(findings),
    ],
    footer: `Written by traitlab ${run.versions.traitlab ?? ""} from findings.json and items.jsonl of this folder.`,
  });
}

/** What the second half says of where the emoji come from, with the way to its table. */
function why({ explained }: EmojiFindings): Content {
  const sentences = explained ? whyAnswer(explained) : [];
  return sentences.length === 0
    ? null
    : html`<p>${tied(sentences.join(" "))} <a href="#claims">All claims, with the evidence</a>.</p>`;
}

/** "135 million", "1.24 billion". */
function millions(count: number): string {
  if (count >= 1e9) return `${Number((count / 1e9).toPrecision(3))} billion`;
  return count >= 1e6 ? `${Number((count / 1e6).toPrecision(3))} million` : String(count);
}
