import type { Asked, PoleName } from "./ask.ts";
import { type IclDrawn, type IclDraws, meanOver, over } from "./draws.ts";
import type { AboutStudied, IclArm } from "./findings.ts";
import { wholeEmoji } from "./first-list.ts";
import { heardBy } from "./heard.ts";
import { againstMatched, type MatchedSets } from "./matched.ts";
import { type ArmData, firstIn, frequentIn, measures, repliesShare, shareOf } from "./measures.ts";

/** The emoji that lists are compared with, and sets of others matched with them. */
export interface Studied {
  emoji: readonly string[];
  matched: MatchedSets | undefined;
  /** Whether a token of the vocabulary begins one of them with certainty. */
  inOneToken: boolean;
}

const unitInterval = [0, 1] as const;

/** All that is said of an arm. */
export function figuresOf(
  data: ArmData,
  { about, draws, studied }: { about: PoleName; draws: IclDraws; studied: Studied },
): Omit<IclArm, "id" | "examples"> {
  const { asked, tokenizer, top } = data;
  const { emoji } = asked.first.groups.trait!;
  const whole = { wordings: upTo(draws.wordings), samples: upTo(draws.samples) };
  const n = { replies: draws.wordings * draws.samples, wordings: draws.wordings };
  const share = (measure: "frequent" | "first", rests: number) =>
    over(draws, (drawn) => measures[measure](data, drawn), { n: rests, support: unitInterval });
  const mass = (ask: keyof IclArm["mass"]) =>
    over(draws, ({ wordings }) => meanOver(asked.first.groups[ask]!.mass, wordings), {
      n: n.wordings,
      support: unitInterval,
    });
  return {
    replies: n.replies,
    esr: repliesShare(data, draws, ({ units }) => units.some((unit) => unit.emoji)),
    frequent: {
      tokens: frequentIn(data, whole),
      emojiShare: share("frequent", n.replies),
      overlap: overlap(studied, draws, (drawn) =>
        frequentIn(data, drawn).flatMap((unit) => (unit.emoji ? unit.text : [])),
      ),
    },
    first: {
      tokens: firstIn(data, whole).map((token) => ({ text: spelling(token.id, tokenizer), ...token })),
      emojiShare: share("first", n.wordings),
      overlap: studied.inOneToken
        ? overlap(studied, draws, (drawn) => firstIn(data, drawn).flatMap(({ id }) => wholeEmoji(id, tokenizer) ?? []))
        : null,
    },
    mass: { trait: mass("trait"), opposite: mass("opposite"), neutral: mass("neutral") },
    studiedMass: against(studied, draws, {
      n: n.wordings,
      of: (set, { wordings }) => massIn(set, asked, wordings),
    }),
    topEmoji: Object.entries(emoji)
      .map(([sign, by]) => ({
        emoji: sign,
        probability: meanOver(by, whole.wordings),
        studied: studied.emoji.includes(sign),
      }))
      .sort((a, b) => b.probability - a.probability || (a.emoji < b.emoji ? -1 : 1))
      .slice(0, top),
    dependence: heardBy(asked, about, draws),
  };
}

const upTo = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

/** A token as it is written, broken bytes as U+FFFD. */
const spelling = (id: number, { bytes }: ArmData["tokenizer"]): string =>
  new TextDecoder().decode(bytes(id, { special: true }));

/** Share of a set that is in a list. */
function overlap(studied: Studied, draws: IclDraws, listIn: (drawn: IclDrawn) => readonly string[]) {
  const known = new Map<IclDrawn, ReadonlySet<string>>();
  const held = (drawn: IclDrawn) => known.get(drawn) ?? new Set(listIn(drawn));
  const whole = { wordings: upTo(draws.wordings), samples: upTo(draws.samples) };
  known.set(whole, held(whole));
  return against(studied, draws, {
    n: studied.emoji.length,
    of: (set, drawn) => shareOf(set, (sign) => held(drawn).has(sign)),
    whole,
  });
}

/** A figure of the studied emoji, and the same of matched sets on all that was said. */
function against(
  { emoji, matched }: Studied,
  draws: IclDraws,
  {
    n,
    of,
    whole = { wordings: upTo(draws.wordings), samples: upTo(draws.samples) },
  }: { n: number; of(set: readonly string[], drawn: IclDrawn): number; whole?: IclDrawn },
): AboutStudied | null {
  if (emoji.length === 0) return null;
  const studied = over(draws, (drawn) => of(emoji, drawn), { n, support: unitInterval });
  return { studied, matched: matched ? againstMatched(studied.value, matched, (set) => of(set, whole)) : null };
}

/** Probability that a reply about the trait begins with one of these emoji. */
function massIn(signs: readonly string[], { first }: Asked, wordings: Uint32Array): number {
  const { emoji } = first.groups.trait!;
  return signs.reduce((sum, sign) => sum + (emoji[sign] ? meanOver(emoji[sign], wordings) : 0), 0);
}
