import { html } from "../html/markup.ts";
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

/** `report.html` of an emoji study: one file, readable offline and without scripts. The same input gives the same bytes. */
export function renderEmojiReport({ findings, responses, curves, data, run }: EmojiReport): string {
  const { model } = findings;
  return page({
    title: `Emoji study of ${modelLabel(model)}`,
    subtitle: `${model.architecture}, ${millions(model.parameters)} parameters, ${model.quantisation}; ${findings.arms.length} arms, ${findings.settings.questions} questions each`,
    lead: html`<div class="lead">${answer(findings).map((sentence) => html`<p>${tied(sentence)}</p>`)}</div>`,
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

/** "135 million", "1.24 billion". */
function millions(count: number): string {
  if (count >= 1e9) return `${Number((count / 1e9).toPrecision(3))} billion`;
  return count >= 1e6 ? `${Number((count / 1e6).toPrecision(3))} million` : String(count);
}
