import { emojiByText } from "./counted.ts";
import { plainMean } from "./figures.ts";
import type { Rise, TokensFindings } from "./findings.ts";
import type { TextSample } from "./sample.ts";
import type { WeighedText } from "./weighed.ts";

/** Emoji that are listed for an arm. */
const listed = 12;

/** The emoji that rose most from base to arm, and all groups, the largest rise first; beside each what it did under the control. */
export function risesOf(
  arm: string,
  { base, control }: { base: string; control: string | undefined },
  weighed: readonly WeighedText[],
  sample: TextSample,
): TokensFindings["rises"][number] {
  const of = (total: "byEmoji" | "byGroup", names: readonly string[]) =>
    names.map((name): Rise => {
      const means = (id: string) =>
        weighed.map(({ masses, places }) => (masses.get(id)![total][name] ?? 0) / places.all.length);
      const [before, after] = [means(base), means(arm)];
      const rise = (values: readonly number[]) => sample.mean(values.map((x, i) => x - before[i]!));
      return {
        emoji: name,
        name: total === "byGroup" ? name : (emojiByText().get(name)?.name ?? "emoji"),
        base: plainMean(before),
        arm: plainMean(after),
        rise: rise(after),
        control: control === undefined ? null : rise(means(control)),
      };
    });
  return {
    arm,
    emoji: of("byEmoji", mostRisen("byEmoji", arm, base, weighed).slice(0, listed)),
    groups: of("byGroup", mostRisen("byGroup", arm, base, weighed)),
  };
}

/** Names by the sum over texts of how much their mean mass rose. */
function mostRisen(total: "byEmoji" | "byGroup", arm: string, base: string, weighed: readonly WeighedText[]): string[] {
  const rises = new Map<string, number>();
  for (const { masses, places } of weighed)
    for (const [id, sign] of [
      [arm, 1],
      [base, -1],
    ] as const)
      for (const [name, mass] of Object.entries(masses.get(id)![total]))
        rises.set(name, (rises.get(name) ?? 0) + (sign * mass) / places.all.length);
  return [...rises].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
}
