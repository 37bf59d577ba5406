import type { RopeConfig } from "../config.ts";

/**
 * Texts in groups to run together, shortest first: at most `tokens` tokens a group, since attention's square grids are as
 * wide as a group's longest text. Where rotary angles depend on the longest text of a run (dynamic scaling beyond the
 * original context), only texts of one length share a run, so that a text gets what it would get alone.
 */
export function captureGroups<Text extends { ids: readonly number[] }>(
  texts: readonly Text[],
  rope: Pick<RopeConfig, "scaling">,
  tokens: number,
): Text[][] {
  const { scaling } = rope;
  const groups: Text[][] = [];
  let sum = 0;
  for (const text of texts.toSorted((a, b) => a.ids.length - b.ids.length)) {
    const length = text.ids.length;
    const group = groups.at(-1);
    const stretched = scaling.kind === "dynamic" && length > scaling.originalContext;
    const fits = sum + length <= tokens && (!stretched || group?.at(-1)?.ids.length === length);
    if (group && fits) {
      group.push(text);
      sum += length;
    } else {
      groups.push([text]);
      sum = length;
    }
  }
  return groups;
}
