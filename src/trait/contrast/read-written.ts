import { countEmoji } from "../../base/text/emoji.ts";
import type { ContrastInstruction } from "./types.ts";

/** What a trait is, how it shows, and how its opposite does. */
export const meaningLabels = ["meaning", "signs", "contrary"] as const;

/** One of them, as a model says it. */
export interface MeaningPart {
  label: (typeof meaningLabels)[number];
  said: string;
}

/**
 * The labelled lines of a text, without numbers, bullets, quotes and Markdown. Behind a bare label stands what it labels: the next
 * line, or with `lists` all lines up to the next label.
 */
function labelledLines(text: string, labels: readonly string[], lists = false): { label: string; said: string }[] {
  const label = new RegExp(`^(?:\\p{L}+ \\d+\\s*[:.)-]?\\s*)?(${labels.join("|")})\\s*\\d*\\s*[:–—=-]\\s*(.*)$`, "iu");
  const found: { label: string; said: string[]; bare: boolean }[] = [];
  for (const line of plainLines(text)) {
    const [, name, said] = label.exec(line) ?? [];
    const open = found.at(-1);
    if (name !== undefined) found.push({ label: name.toLowerCase(), said: said ? [unquoted(said)] : [], bare: !said });
    else if (open?.bare && (lists || open.said.length === 0)) open.said.push(line);
  }
  return found
    .filter(({ said }) => said.length > 0)
    .map(({ label, said }) => ({
      label,
      said: sentence(said.map((one) => (said.length > 1 ? one.replace(/[.,;]+$/, "") : one)).join(", ")),
    }));
}

/** The three lines that `meaningRequest` asks for, as far as they are there; the first of each label. */
export const readMeaning = (text: string): MeaningPart[] =>
  labelledLines(text, meaningLabels, true).map(({ label, said }) => ({ label: label as MeaningPart["label"], said }));

/** The pairs of a text that `pairsRequest` asked for, as far as they are whole and of about one length. */
export function readPairs(text: string): ContrastInstruction[] {
  const lines = labelledLines(text, ["without", "with"]);
  return lines.flatMap(({ label, said }, i) => {
    const next = lines[i + 1];
    if (label !== "with" || next?.label !== "without") return [];
    const pair = { positive: said, negative: next.said };
    return isBalanced(pair) ? [pair] : [];
  });
}

/** The questions of a text: lines of 4 to 40 words that end with "?" and do not name the trait. */
export const readQuestions = (text: string, trait: string): string[] =>
  plainLines(text)
    .map((line) => unquoted(line.replace(/^(?:question|q)\s*\d*\s*[:.)-]\s*/i, "")))
    .filter((line) => line.endsWith("?") && wordsIn(line) >= 4 && wordsIn(line) <= 40 && !names(line, trait));

/** "!" becomes ".", since a trait should not bring punctuation along; lines with emoji are left out for the same reason. */
const plainLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .filter((line) => countEmoji(line) === 0)
    .map((line) =>
      unquoted(
        line
          .replace(/\*\*|__|`/g, "")
          .replace(/\?!+/g, "?")
          .replace(/!+/g, ".")
          .replace(/^[\s#>*•–-]*(?:\(?\d+\s*[.):]\s*)?[\s*•-]*/u, ""),
      ),
    )
    .filter((line) => line !== "");

/** Without quotes around the whole of it. */
const unquoted = (text: string): string => {
  const whole = /^["“”'‘](.*)["“”'’]$/u.exec(text.trim())?.[1];
  return whole !== undefined && !/["“”]/u.test(whole) ? whole.trim() : text.trim();
};

const sentence = (text: string): string => (/[.?]["”’)]*$/u.test(text) ? text : `${text.replace(/[,;:]+$/u, "")}.`);

const wordsIn = (text: string): number => text.split(/\s+/).length;

/** Neither a fragment nor an essay, and neither side twice as long as the other: length would be told apart from the trait. */
function isBalanced({ positive, negative }: ContrastInstruction): boolean {
  const [shorter, longer] = [wordsIn(positive), wordsIn(negative)].sort((a, b) => a - b) as [number, number];
  return shorter >= 5 && longer <= 120 && longer < 2 * shorter;
}

/** Whether a text has a word that begins as a long word of the trait does: "sarcasm" for "sarcastic". A described trait names none. */
function names(text: string, trait: string): boolean {
  const words = trait.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length > 3) return false;
  const stems = words.filter((word) => word.length > 4).map((word) => word.slice(0, Math.max(5, word.length - 3)));
  return stems.some((stem) => new RegExp(`(?<!\\p{L})${stem}`, "iu").test(text));
}
