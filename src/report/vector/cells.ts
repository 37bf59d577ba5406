import type { Estimated } from "../../measure/statistics/estimated.ts";
import { estimateCell } from "../emoji/cells.ts";
import { html, type Markup } from "../html/markup.ts";

/** A figure above its interval, or the reason why there is none. */
export const definedCell = (
  figure: Estimated | { undefined: string } | null,
  format: (value: number) => string,
): Markup =>
  figure !== null && "undefined" in figure
    ? html`<span class="interval">${figure.undefined}</span>`
    : estimateCell(figure, format);
