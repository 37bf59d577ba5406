const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * Text as it may stand anywhere in HTML, in elements and in quoted attributes alike. What HTML cannot hold (control
 * characters, lone surrogates: models write both) becomes U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, "\uFFFD")
    .replace(/[&<>"']/g, (sign) => entities[sign]!);
}

/** Control characters (C0, DEL, C1) but tab, line feed and carriage return; U+FFFE and U+FFFF. */
const forbidden = /[[\p{Cc}\uFFFE\uFFFF]--[\t\n\r]]/gv;
