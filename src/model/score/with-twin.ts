import type { ScoringText } from "./scorer.ts";

/** A text as the variant that reads it, and behind it, where that takes a twin's values, the twin's reading: its values only. */
export function withTwin(
  text: ScoringText,
  { variant, twin }: { variant?: number; twin?: number | undefined } = {},
  index = 0,
): ScoringText[] {
  if (twin === undefined) return [{ ...text, variant }];
  return [
    { ...text, variant, twin: index + 1 },
    { ...text, variant: twin, places: [1] },
  ];
}
