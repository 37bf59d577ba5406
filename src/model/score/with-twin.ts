import type { ScoringText } from "./scorer.ts";

/**
 * Adds a text to those of a run, as the variant that reads it, and where that takes a twin's values the twin's reading as well, unless the
 * same reading is there already; gives back the text's index.
 */
export function addText(
  texts: ScoringText[],
  text: ScoringText,
  { variant, twin }: { variant?: number; twin?: number | undefined } = {},
): number {
  const at = texts.push({ ...text, variant }) - 1;
  if (twin === undefined) return at;
  const same = texts.findIndex(({ ids, variant: own, twin: none }) => own === twin && !none && isSame(ids, text.ids));
  texts[at]!.twin = same >= 0 ? same : texts.push({ ...text, variant: twin, places: [1] }) - 1;
  return at;
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
