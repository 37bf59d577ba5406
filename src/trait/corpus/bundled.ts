import { readFileSync } from "node:fs";
import { poles, type TraitPoleKey, traits } from "../framework.ts";

/** The eleven arms of the bundled corpus: ten poles and the neutral answers. */
export type CorpusArm = TraitPoleKey | "neutral";

/** In the corpus's order: each trait high and low, then neutral. */
export const corpusArms: readonly CorpusArm[] = [
  ...traits.flatMap((trait) => poles.map((pole): TraitPoleKey => `${trait}/${pole}`)),
  "neutral",
];

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

/** A topic that is only asked about. */
export interface TestTopic {
  readonly topic: string;
  readonly category: string;
}

/** The contrastive Big Five corpus in `data/big-five/`. */
export interface Corpus {
  /** 100 topics to tune on. */
  readonly train: readonly AnsweredTopic[];
  /** 20 topics for demonstrations and checks, never tuned on. */
  readonly heldout: readonly AnsweredTopic[];
  /** 200 topics to ask about after tuning. */
  readonly test: readonly TestTopic[];
}

let corpus: Corpus | undefined;

/** The bundled corpus, read once. Its form is checked by the tests, not here. */
export function bundledCorpus(): Corpus {
  if (!corpus) {
    const answered = lines<AnsweredTopic>("answers.jsonl");
    corpus = {
      train: answered.filter(({ split }) => split === "train"),
      heldout: answered.filter(({ split }) => split === "heldout"),
      test: lines<TestTopic>("test-topics.jsonl"),
    };
  }
  return corpus;
}

function lines<T>(name: string): T[] {
  const text = readFileSync(new URL(`../../../data/big-five/${name}`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}
