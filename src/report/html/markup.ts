import { escapeHtml } from "./escape.ts";

/** Text that is HTML already. Only {@link html} makes it, so that nothing reaches a page unescaped by accident. */
export class Markup {
  readonly text: string;

  /** For {@link html} and for HTML that is ours to the last character. */
  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: markup as it is, text and numbers escaped, lists one after the other, nothing for the rest. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[];

/** A template of HTML or SVG whose values are escaped unless they are markup: html`<p>${text}</p>`. Attributes need quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.reduce((before, string, i) => before + write(values[i - 1]) + string));
}

function write(value: Content): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? value.map(write).join("") : "";
}
