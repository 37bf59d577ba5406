import { stripVTControlCharacters } from "node:util";
import emojiRegex from "emoji-regex";

export interface Column {
  title: string;
  /** Numbers to the right, words (the default) to the left. */
  align?: "left" | "right";
  /** Cells may be cut short ("…") where the table is too wide. */
  shrinks?: boolean;
}

const gap = "  ";

/** A table as lines of text, at most `width` columns wide where its shrinking columns allow it. No line ends in spaces. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width = 80): string {
  const cells = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => displayWidth(row[i] ?? ""))));
  shrink(columns, widths, width);
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, i) => pad(cut(row[i] ?? "", widths[i]!), widths[i]!, align ?? "left"))
      .join(gap)
      .trimEnd();
  return cells.map(line).join("\n");
}

/** Takes the columns that shrink down, the widest first, to no less than eight. */
function shrink(columns: readonly Column[], widths: number[], width: number): void {
  const total = () => widths.reduce((sum, each) => sum + each, gap.length * (columns.length - 1));
  while (total() > width) {
    const widest = columns.reduce(
      (best, { shrinks }, i) => (shrinks && widths[i]! > (widths[best] ?? 8) ? i : best),
      -1,
    );
    if (widest < 0) return;
    widths[widest]!--;
  }
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const spaces = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? spaces + text : text + spaces;
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const kept = pieces(text);
  while (displayWidth(kept.join("")) > width - 1) kept.pop();
  return `${kept.join("")}…`;
}

/** The columns that a text takes on a terminal: an emoji or a wide character two, a combining mark or colour code none. */
export function displayWidth(text: string): number {
  return pieces(text).reduce((sum, piece) => sum + pieceWidth(piece), 0);
}

/** Emoji whole, everything else by character. */
function pieces(text: string): string[] {
  const plain = stripVTControlCharacters(text);
  const out: string[] = [];
  let at = 0;
  for (const { index, 0: emoji } of plain.matchAll(emojiRegex())) {
    out.push(...plain.slice(at, index), emoji);
    at = index + emoji.length;
  }
  out.push(...plain.slice(at));
  return out;
}

function pieceWidth(piece: string): number {
  if (/^\p{M}$|^\u200d$/u.test(piece)) return 0;
  const wide = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$/u;
  return piece.length > 1 || wide.test(piece) ? 2 : 1;
}
