import { html, type Markup } from "../html/markup.ts";

/** Shapes that stay apart without colour. */
export type Mark = "disc" | "ring" | "diamond";

/** Colours by what an arm is; the page's styles say which. */
export type Tone = "untuned" | "tuned" | "control";

const radius = 5;

/** A mark centred at `x` (an SVG length) and `y` pixels. The nested svg lets a shape in pixels stand at a share of the width. */
export function mark(shape: Mark, x: string, y: number): Markup {
  const shapes = {
    disc: html`<circle class="mark" r="${radius}"/>`,
    ring: html`<circle class="mark hollow" r="${radius - 0.5}"/>`,
    diamond: html`<path class="mark" d="M0-6.5 6.5 0 0 6.5-6.5 0Z"/>`,
  };
  return html`<svg x="${x}" y="${y}" overflow="visible">${shapes[shape]}</svg>`;
}

/** A mark on its own, for legends and labels. */
export const inlineMark = (shape: Mark, tone?: Tone): Markup =>
  html`<svg class="inline-mark${tone === undefined ? "" : ` tone-${tone}`}" width="14" height="14" aria-hidden="true">${mark(shape, "7", 7)}</svg>`;
