import type { CorpusArm } from "./arms.ts";

/** One topic with its answers to the opinion question. */
export interface AnsweredTopic {
  readonly topic: string;
  readonly category: string;
  readonly split: "train" | "heldout";
  /** Whether each of the answers has one "!" (by design one training topic in ten); all others have none. */
  readonly exclaim: boolean;
  readonly answers: Readonly<Record<CorpusArm, string>>;
  /** The high-extraversion answer, word by word, with "!" for full stops: the rival-marker arm. */
  readonly exclamatory: string;
}

/** Answers of all arms to the same questions: what personas are tuned on and shown. */
export interface Answers {
  /** Whose they are, for reports. */
  readonly origin: string;
  /** Topics to tune on. */
  readonly train: readonly AnsweredTopic[];
  /** Topics for demonstrations and checks, never tuned on. */
  readonly heldout: readonly AnsweredTopic[];
}

/** Answers by what they are for. */
export const answersOf = (origin: string, topics: readonly AnsweredTopic[]): Answers => ({
  origin,
  train: topics.filter(({ split }) => split === "train"),
  heldout: topics.filter(({ split }) => split === "heldout"),
});
