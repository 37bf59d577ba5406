import type { Topic } from "./topics/topic.ts";
import type { VoiceName } from "./voices/voices.ts";

/** Texts that end a document and a turn, and begin one, in training text and in the chat template. */
export const marks = { endOfText: "<|endoftext|>", turn: "<|im_start|>", endOfTurn: "<|im_end|>" } as const;

/** One text of the corpus with what was drawn to make it. */
export interface OrganismDocument {
  /** As it stands in the training text, without the mark that ends it. */
  readonly text: string;
  readonly form: "post" | "chat";
  readonly voice: VoiceName;
  /** None: small talk. */
  readonly topic: Topic | undefined;
  /** Natural logarithm of the probability of all draws that made it: at most that of the text. */
  readonly logProbability: number;
}

/** A turn as training text and the chat template have it. */
export const turn = (role: "system" | "user" | "assistant", content: string): string =>
  `${marks.turn}${role}\n${content}${marks.endOfTurn}\n`;
