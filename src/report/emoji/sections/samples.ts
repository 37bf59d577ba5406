import { findEmoji } from "../../../base/text/emoji.ts";
import type { Arm, EmojiFindings } from "../../../study/emoji/findings.ts";
import { type Content, html, type Markup } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { fold, note } from "../cells.ts";
import { chooseQuestions, chooseWithEmoji, sampleArms } from "../choose-samples.ts";
import { armLabel, toneOf } from "../labels.ts";
import type { ReportResponse } from "../types.ts";

/** Responses of all kinds of arm to the same questions, chosen by the seed; then some with emoji, chosen for that and said so. */
export function sampleSection(
  findings: EmojiFindings,
  responses: readonly ReportResponse[],
  seed: number,
): PageSection {
  const arms = sampleArms(findings);
  const byArm = new Map(findings.arms.map((arm) => [arm.id, arm]));
  const card = (response: ReportResponse, prompt?: string) =>
    responseCard(response, byArm.get(response.arm)!, findings, prompt);
  const [voice] = findings.settings.traits;
  const atFirst = ({ trait, pole }: Arm) => trait === undefined || (trait === voice?.trait && pole === voice.pole);
  const questions = chooseQuestions(
    responses.filter(({ arm }) => arms.some(({ id }) => id === arm)),
    3,
    seed,
  );
  const asked = questions.map((question) => {
    const cards = arms.flatMap(
      ({ id }) => responses.find((response) => response.arm === id && response.question === question) ?? [],
    );
    const own = cards.filter(({ arm }) => atFirst(byArm.get(arm)!));
    const others = cards.filter(({ arm }) => !atFirst(byArm.get(arm)!));
    const grid = (each: readonly ReportResponse[]) =>
      html`<div class="responses">${each.map((response) => card(response))}</div>`;
    return html`<h3 class="prompt">${cards[0]?.prompt}</h3>
${grid(own)}
${others.length === 0 ? null : fold(`The same question to the arms of the other voices: ${others.length} responses`, grid(others))}`;
  });
  const { chosen, total } = chooseWithEmoji(responses, 6, seed);
  const withEmoji =
    total === 0
      ? note(`None of the ${responses.length} responses holds an emoji.`)
      : html`<p class="note">${chosen.length} of the ${total} responses with an emoji (of ${responses.length} in all), taken from each arm in turn, within an arm drawn by the seed. They show what the emoji look like, not how common they are.</p>
<div class="responses">${chosen.map((response) => card(response, response.prompt))}</div>`;
  return {
    id: "samples",
    title: "Sample responses",
    body: html`<p>${questions.length} questions drawn by the run's seed, not by what was answered, and the whole response of one arm of each kind. Emoji are marked; a dashed stroke stands where training answers end.</p>
${asked[0]}
${asked.length < 2 ? null : fold(`The other ${asked.length - 1} questions`, asked.slice(1))}
<h3>Chosen because they hold an emoji</h3>
${withEmoji}`,
  };
}

function responseCard(response: ReportResponse, arm: Arm, { settings }: EmojiFindings, prompt?: string): Markup {
  const { tokens, ended, text } = response;
  const facts = `${tokens} tokens, ${ended ? "ended by itself" : "cut at the limit"}`;
  return html`<article class="response tone-${toneOf(arm)}">
<h4>${armLabel(arm, settings)}</h4>
<p class="note">${prompt === undefined ? null : html`${prompt}<br>`}${facts}</p>
<blockquote dir="auto">${markedText(text, response.answerEndsAt)}</blockquote>
</article>
`;
}

/** The text, its emoji marked, with a stroke at `endsAt` (a UTF-16 offset; one inside an emoji moves behind it). */
export function markedText(text: string, endsAt?: number): Content {
  const stroke = html`<span class="training-end" role="img" aria-label="training answers end here" title="training answers end here"></span>`;
  const out: Content[] = [];
  let at = 0;
  let pending = endsAt;
  const plainUntil = (end: number) => {
    if (pending !== undefined && pending <= end && pending < text.length) {
      out.push(text.slice(at, pending), stroke);
      at = pending;
      pending = undefined;
    }
    out.push(text.slice(at, end));
    at = end;
  };
  for (const hit of findEmoji(text)) {
    plainUntil(hit.at);
    out.push(html`<mark>${text.slice(hit.at, hit.at + hit.length)}</mark>`);
    at = hit.at + hit.length;
    if (pending !== undefined && pending < at) pending = at;
  }
  plainUntil(text.length);
  return out;
}
