import type { TokensFindings } from "./findings.ts";

/** Fewer texts than this give intervals that say little. */
const fewTexts = 10;

/** What a reader must know before believing the figures, one sentence each. */
export function warningsOf({ arms, masses, writers }: Omit<TokensFindings, "warnings">): string[] {
  return [
    ...arms.flatMap(({ id }) => {
      const own = masses.filter(({ arm, at }) => arm === id && at === "all");
      return own.every(({ emoji }) => emoji.value === 0)
        ? [`${id} gives no emoji a probability at any place of these texts: there is nothing to explain in it.`]
        : [];
    }),
    ...masses
      .filter(({ at, emoji, upper }) => at === "sentenceEnds" && upper > 2 * emoji.value && emoji.value > 0)
      .map(
        ({ arm, writer, emoji, upper }) =>
          `${arm} at sentence ends of ${writer} texts: the mass is between ${short(emoji.value)} and ${short(upper)}; what lies between is spread over spellings too improbable to follow.`,
      ),
    ...writers
      .filter(({ texts }) => texts < fewTexts)
      .map(({ writer, texts }) => `Only ${texts} ${writer} texts were read: their intervals say little.`),
  ];
}

const short = (value: number): string => value.toExponential(1);
