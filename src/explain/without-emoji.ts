import { findEmoji } from "../base/text/emoji.ts";

/** A text less its emoji, so that what reads its trait or weighs its words does not go by them. */
export function withoutEmoji(text: string): string {
  let at = 0;
  const parts: string[] = [];
  for (const hit of findEmoji(text)) {
    parts.push(text.slice(at, hit.at).trimEnd());
    at = hit.at + hit.length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(at)].join("").trim();
}
