import type { Estimated } from "../../explain/findings.ts";
import type { Verdict } from "../../study/emoji/findings.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import { verdictSigns } from "./labels.ts";

/** A value above its interval, for tables. */
export const estimateCell = (estimate: Estimated | null, format: (value: number) => string): Markup =>
  estimate === null
    ? html`<span class="interval">none</span>`
    : html`${format(estimate.value)}<span class="interval">${interval(estimate, format)}</span>`;

/** A verdict with a sign of its own, so that colour is never needed to tell it. */
export const verdictCell = (verdict: Verdict): Markup =>
  html`<span class="verdict verdict-${verdict.replace(" ", "-")}"><span aria-hidden="true">${verdictSigns[verdict]} </span>${verdict}</span>`;

/** Prose whose numbers stay on one line with their sign and unit: no break in "p = 0.03" and "5 %". */
export const tied = (text: string): string => text.replace(/ ([=<]) /g, "\u00A0$1\u00A0").replaceAll(" %", "\u00A0%");

/** A figure with its caption, if it needs one. */
export const figure = (content: Content, caption: Content): Markup =>
  html`<figure>${content}${caption && html`<figcaption>${caption}</figcaption>`}</figure>`;

/** A paragraph of small print. */
export const note = (content: Content): Markup => html`<p class="note">${content}</p>`;

/** What a reader may open: `summary` says what is inside. On paper it is there only where it was open. */
export const fold = (summary: Content, ...content: readonly Content[]): Markup =>
  html`<details><summary>${summary}</summary>
${content}
</details>
`;
