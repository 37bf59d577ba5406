import type { EmojiFindings } from "../../study/emoji/findings.ts";

/** A response as the report shows it. */
export interface ReportResponse {
  /** Id of its arm. */
  arm: string;
  /** Id of its question, the same in all arms. */
  question: string;
  /** What the user asked, without what an arm adds to it. */
  prompt: string;
  text: string;
  tokens: number;
  /** Token index of the first emoji; null for a response without one. */
  firstEmojiToken: number | null;
  /** Whether it ended by itself, not at the limit of tokens. */
  ended: boolean;
  /** UTF-16 offset in the text where training answers end; absent where the response is shorter. */
  answerEndsAt?: number;
}

/** The loss while an arm was tuned. */
export interface TrainingCurve {
  /** Id of the arm. */
  arm: string;
  points: readonly { step: number; loss: number }[];
}

/** What an arm was tuned on. */
export interface TuningData {
  /** "high extraversion", "neutral". */
  name: string;
  rows: number;
  medianTokens: number;
  meanSentences: number;
  /** Share of answers with "!". */
  exclamationShare: number;
  emoji: number;
  /** Where it comes from and under which licence. */
  source: string;
  sha256: string;
}

/** What the manifest says of the run; a manifest will do, with the command line as typed. */
export interface RunFacts {
  commandLine: string;
  seed: number;
  inputs: Readonly<Record<string, string>>;
  versions: Readonly<Record<string, string>>;
  machine: Readonly<Record<string, unknown>>;
  choices: Readonly<Record<string, { value: unknown; reason: string }>>;
}

/** All that the report of an emoji study shows. */
export interface EmojiReport {
  findings: EmojiFindings;
  /** Of all arms. */
  responses: readonly ReportResponse[];
  curves: readonly TrainingCurve[];
  data: readonly TuningData[];
  run: RunFacts;
}
