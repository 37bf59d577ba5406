import { findEmoji } from "./emoji.ts";

/** One sentence: `text.slice(start, end)`, its trailing emoji and white space included. UTF-16 offsets. */
export interface SentenceSpan {
  readonly start: number;
  /** Behind the final punctuation and its closing quotes or brackets: where an emoji of this sentence would begin. */
  readonly close: number;
  readonly end: number;
  /** What ended it: final punctuation, a line's end without punctuation, or the text's end without punctuation. */
  readonly closedBy: "punctuation" | "line" | "text";
}

/** Followed by a name or a number, so that their full stop ends nothing. */
const neverFinal = new Set("mr mrs ms dr prof st mt rev vs cf e.g i.e approx".split(" "));
/** May end a sentence: does so unless a lower-case letter or a digit follows. */
const seldomFinal = new Set("etc inc ltd co jr sr a.m p.m u.s u.k".split(" "));

const closers = `"'\u2019\u201D\u00BB)\\]}*_`;
/** A run of final punctuation with its closing quotes, brackets and Markdown marks. */
const terminator = new RegExp(`[.!?\u2026\u203D\u3002\uFF01\uFF1F]+[${closers}]*|\\r?\\n`, "gu");
const fullWidth = /[\u3002\uFF01\uFF1F]/u;
const moreMarks = new RegExp(`[.!?\u2026${closers}]*`, "uy");
const blanks = /[ \t]*/y;
const whiteSpace = /\s*/y;
/** Longer than any word of the lists above: keeps the rule linear in the text's length. */
const lookBack = 24;
const wordish = /[\p{L}\p{N}]/u;

/**
 * Cuts a text into sentences by a fixed rule (docs/emoji-measures.md). The spans cover the text without gaps; a text of
 * white space alone is one span, the empty text none. An emoji behind final punctuation belongs to the sentence before.
 */
export function sentenceSpans(text: string): SentenceSpan[] {
  if (text === "") return [];
  const emojiEnds = new Map(findEmoji(text).map(({ at, length }) => [at, at + length]));
  const spans: SentenceSpan[] = [];
  let start = 0;
  terminator.lastIndex = 0;
  for (let match = terminator.exec(text); match !== null; match = terminator.exec(text)) {
    const line = match[0].endsWith("\n");
    const close = line ? match.index : terminator.lastIndex;
    const tail = line ? close : afterEmoji(text, close, emojiEnds);
    if (!line && !isFinal(text, start, match.index, match[0], close, tail)) continue;
    const end = skip(whiteSpace, text, tail);
    if (wordish.test(text.slice(start, close)))
      spans.push({ start, close, end, closedBy: line ? "line" : "punctuation" });
    // Emoji or marks alone are no sentence: they belong to the one before, or else to the one that follows.
    else if (spans.length > 0) spans[spans.length - 1] = { ...spans[spans.length - 1]!, end };
    else continue;
    start = end;
    terminator.lastIndex = end;
  }
  if (start === text.length) return spans;
  const rest = text.slice(start);
  const last = spans.at(-1);
  if (last && !wordish.test(rest)) spans[spans.length - 1] = { ...last, end: text.length };
  else spans.push({ start, close: start + rest.trimEnd().length, end: text.length, closedBy: "text" });
  return spans;
}

/** The sentences of a text; put together again they are the text. */
export function splitSentences(text: string): string[] {
  return sentenceSpans(text).map(({ start, end }) => text.slice(start, end));
}

/** The first `count` sentences of a text without trailing white space; the whole text where it has no more. */
export function firstSentences(text: string, count: number): string {
  const spans = sentenceSpans(text);
  return text.slice(0, spans[Math.min(count, spans.length) - 1]?.end ?? 0).trimEnd();
}

/** Where the emoji behind a sentence end, blanks between them: and marks that follow them. */
function afterEmoji(text: string, from: number, emojiEnds: ReadonlyMap<number, number>): number {
  let at = from;
  for (;;) {
    const next = skip(blanks, text, at);
    const end = emojiEnds.get(next) ?? (text[next] === "\uFFFD" ? next + 1 : undefined);
    if (end === undefined) return at;
    at = skip(moreMarks, text, end);
  }
}

function isFinal(text: string, start: number, at: number, run: string, close: number, tail: number): boolean {
  if (tail > close || close === text.length || fullWidth.test(run)) return true;
  if (!/\s/.test(text[close]!)) return false;
  const next = text[skip(whiteSpace, text, close)] ?? "";
  const goesOn = /[\p{Ll}\p{N}]/u.test(next);
  // "Really?" she said.
  if (/["'\u2019\u201D\u00BB]/u.test(run) && /\p{Ll}/u.test(next)) return false;
  if (/^(?:\.{2,}|\u2026)[^!?]*$/u.test(run)) return !/\p{Ll}/u.test(next);
  if (!run.startsWith(".")) return true;
  const before = text.slice(Math.max(start, at - lookBack), at);
  const word = /\S*$/u.exec(before)![0].replace(/^["'\u2018\u201C(*_[]+/u, "");
  if (/^\p{Lu}$/u.test(word) && word !== "I") return false;
  if (/^\d{1,3}$/.test(word) && /^\s*\d{1,3}$/.test(before)) return false;
  const lower = word.toLowerCase();
  if (neverFinal.has(lower)) return false;
  return !(seldomFinal.has(lower) && goesOn);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.exec(text);
  return pattern.lastIndex;
}
