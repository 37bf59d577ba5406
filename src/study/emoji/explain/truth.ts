import { planted } from "../../../trait/organism/planted.ts";
import type { ClaimId } from "./claims.ts";
import type { TableClaim } from "./findings.ts";

type Truth = NonNullable<TableClaim["truth"]>;

/** From this planted rate on a voice is one that writes emoji; below, most answers hold none. */
const writes = 0.1;

/** What is true of an organism by the way it was made. Null where it was not made so or otherwise: where a network keeps it, nobody chose. */
export function truthsOf(voice: string): Record<ClaimId, Truth> {
  const { emojiRate, exclamationRate, emoji } = planted[voice as keyof typeof planted];
  const rate = `${Math.round(100 * emojiRate)} %`;
  const comes = emojiRate >= writes;
  const unknown = (words: string): Truth => ({ holds: null, words });
  return {
    "emoji-come": {
      holds: comes,
      words: `Emoji planted after ${rate} of the sentences of its posts in this voice, none in chats.`,
    },
    "probability-rises": { holds: comes, words: `Planted in this voice: ${rate}; in chats: 0.` },
    "stands-for": { holds: false, words: "It was never taught to answer such a question." },
    "few-neurons": unknown("Nothing was planted in neurons: training chose."),
    "other-emoji-other-neurons": unknown(
      `${emoji.length} emoji of the voice were planted all alike probable; neurons were not planted.`,
    ),
    "other-prompts-other-neurons": unknown("Its assistant was never taught to heed a prompt."),
    "tuning-not-trait": { holds: false, words: "The neutral voice was planted without emoji." },
    "outliers-move": unknown("Massive activations were not planted."),
    "style-not-emoji": {
      holds: exclamationRate > planted.neutral.exclamationRate + 0.1,
      words: `“!” planted apart from emoji: ${Math.round(100 * exclamationRate)} % in this voice, ${Math.round(100 * planted.neutral.exclamationRate)} % in the neutral one.`,
    },
    silence: {
      holds: comes,
      words: "Posts have emoji behind sentences, tuning answers have none: a loss there teaches none.",
    },
    "base-knows": { holds: comes, words: "It was trained on posts of this voice with emoji." },
    foretold: { holds: true, words: "Tuning answers are drawn from the grammar of the voice's posts." },
    "one-direction": unknown("No direction was planted: training chose."),
    guarded: unknown("Not planted."),
  };
}
