import type { WatchFindings } from "../../measure/projection/watch-findings.ts";
import { fold } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { signed } from "./words.ts";

type Shown = WatchFindings["shown"][number];

/** Deviations from neutral text at which a token's shade is full. */
const full = 4;

/** Answers token by token, each shaded by how far it lies along a vector; nothing where none were told. */
export function tokenSection({ shown, axes, neutral }: WatchFindings): PageSection[] {
  if (shown.length === 0) return [];
  const texts = (axis: number) => {
    const { mean, deviation } = neutral.axes[axes[axis]!.id]!.token;
    return shown.map((text) => shadedText(text, axis, (raw) => (raw - mean) / deviation));
  };
  const [first, ...others] = axes.map(({ id, meaning }, axis) => ({ id, meaning, texts: texts(axis) }));
  return [
    {
      id: "tokens",
      title: "Token by token",
      body: html`<p>${shown.length} answers, each token shaded by its projection onto ${first!.id}: how far it lies from the mean of neutral text’s tokens, in their standard deviations.</p>
${legend()}
${first!.texts}
${others.map(({ id, meaning, texts: own }) => fold(html`The same along ${id} (+ is ${meaning})`, own))}`,
    },
  ];
}

function legend(): Markup {
  const steps = [-full, -2, 0, 2, full].map(
    (value) => html`<li>${token(`${value === 0 ? "0" : signed(value).replace(/\.00$/, "")} sd`, value)}</li>`,
  );
  return html`<ul class="legend token-legend">${steps}<li>underlined from 2 sd on, dotted from -2 on</li></ul>`;
}

function shadedText({ question, tokens }: Shown, axis: number, centred: (raw: number) => number): Content {
  return html`<article class="tokens">
<p class="note">${question}</p>
<p class="token-text">${tokens.map(({ text, values }) => (text === "" ? null : token(text, centred(values[axis]!))))}</p>
</article>
`;
}

/** A token's text; its shade is strong where it is far from neutral, and a line says so where colours are not to be seen. */
function token(text: string, deviations: number): Markup {
  const strength = Math.round(70 * Math.min(1, Math.abs(deviations) / full));
  const way = deviations < 0 ? "down" : "up";
  const far = Math.abs(deviations) >= 2 ? " token-far" : "";
  return html`<span class="token token-${way}${far}" style="--strength:${strength}%" title="${signed(deviations)} sd">${text}</span>`;
}
