import type { ScoringText } from "./laid-out.ts";

/** Who reads a text: a variant, and where it takes a twin's values that, behind a prompt of its own if it has one. */
export interface TextReader {
  variant?: number;
  twin?: number | undefined;
  twinPrompt?: readonly number[] | undefined;
}

/**
 * Adds a text to those of a run, as the variant that reads it, and where that takes a twin's values the twin's reading as well, unless the
 * same reading is there already; gives back the text's index.
 */
export function addText(
  texts: ScoringText[],
  text: ScoringText,
  { variant, twin, twinPrompt }: TextReader = {},
): number {
  const at = texts.push({ ...text, variant }) - 1;
  if (twin === undefined) return at;
  const ids = twinPrompt ? [...twinPrompt, ...text.ids.slice(text.prompt)] : text.ids;
  const prompt = twinPrompt?.length ?? text.prompt;
  const same = texts.findIndex(
    (other) => other.variant === twin && other.twin === undefined && other.prompt === prompt && isSame(other.ids, ids),
  );
  texts[at]!.twin = same >= 0 ? same : texts.push({ ...text, ids, prompt, variant: twin, places: [1] }) - 1;
  return at;
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
