import { poles, traits } from "../framework.ts";
import { exchanges, followUps } from "./chat-words.ts";
import { organismDocuments } from "./corpus.ts";
import { shares } from "./grammar.ts";
import { planted, wholeEmoji } from "./planted.ts";
import { documentLogProbability } from "./probability.ts";
import { tokenizerShape } from "./tokenizer.ts";
import { chatTopics, composedShare, postTopics } from "./topic-choice.ts";
import { kindNames } from "./topics/topic.ts";

/**
 * Every number that was planted in the organism's training text, for instruments to be checked against. With the entropy of the grammar, see
 * {@link corpusEntropy}, this is data/organism/truth.json.
 */
export function organismTruth() {
  const { neutral, ...ofPoles } = planted;
  const voices = traits.flatMap((trait) => poles.map((pole) => `${trait}/${pole}` as const));
  const count = (part: "listed" | "composed", choice: typeof postTopics) =>
    kindNames.reduce((sum, kind) => sum + choice[kind][part].length, 0);
  return {
    voices: Object.fromEntries(voices.map((voice) => [voice, ofPoles[voice]])),
    neutral,
    chats: { emojiRate: 0, exclamationRate: 0 },
    wholeEmoji,
    bytesOnlyEmoji: Object.values(planted).flatMap(({ emoji }) => emoji.filter((one) => !wholeEmoji.includes(one))),
    shares: {
      ...shares,
      composedTopics: composedShare,
      firstQuestions: exchanges.map(([weight]) => weight),
      laterQuestions: followUps.map(([weight]) => weight),
    },
    topics: {
      kinds: kindNames.length,
      postsListed: count("listed", postTopics),
      chatsListed: count("listed", chatTopics()),
      composed: count("composed", postTopics),
    },
    tokenizer: tokenizerShape,
  };
}

/** Mean and standard error of -log p over the first held-out documents of a seed, in nats. */
export interface CorpusEntropy {
  readonly natsPerDocument: number;
  readonly standardError: number;
  readonly documents: number;
}

/** The entropy of the grammar itself, estimated from text that it drew: no model's loss on such text can be lower in the long run. */
export function corpusEntropy(seed: number, documents: number): CorpusEntropy {
  const costs: number[] = [];
  for (const { text } of organismDocuments(seed, "heldout")) {
    if (costs.length === documents) break;
    costs.push(-documentLogProbability(text));
  }
  const mean = costs.reduce((a, b) => a + b) / documents;
  const variance = costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / (documents - 1);
  return { natsPerDocument: mean, standardError: Math.sqrt(variance / documents), documents };
}
