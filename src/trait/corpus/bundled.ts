import { readFileSync } from "node:fs";
import { type AnsweredTopic, type Answers, answersOf } from "./answers.ts";

/** A topic that is only asked about. */
export interface TestTopic {
  readonly topic: string;
  readonly category: string;
}

/** The contrastive Big Five corpus in `data/big-five/`: 100 topics to tune on, 20 held out. */
export interface Corpus extends Answers {
  /** 200 topics to ask about after tuning. */
  readonly test: readonly TestTopic[];
}

let corpus: Corpus | undefined;

/** The bundled corpus, read once. Its form is checked by the tests, not here. */
export function bundledCorpus(): Corpus {
  corpus ??= {
    ...answersOf("the bundled Big Five corpus, CC0-1.0", lines<AnsweredTopic>("answers.jsonl")),
    test: lines<TestTopic>("test-topics.jsonl"),
  };
  return corpus;
}

function lines<T>(name: string): T[] {
  const text = readFileSync(new URL(`../../../data/big-five/${name}`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}
