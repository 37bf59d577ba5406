import type { EmojiConfig } from "../../study/emoji/config.ts";
import type { StudyRows } from "./rows.ts";

/** A study's configuration as the command has it: with whose neutral answers, where that was chosen. */
export type StudyConfig = EmojiConfig & Pick<StudyRows, "control">;

/** What the study's options are unless said otherwise; tuning has its own. */
export const usualConfig = {
  seeds: 1,
  questions: 40,
  silent: ["end", "none"],
  sentences: ["all"],
  register: ["opinion"],
  temperature: [0.7],
  topP: 0.9,
  maxNewTokens: 120,
  exclamatory: false,
  batch: 16,
  accuracy: "f32",
  allowEmoji: false,
  explain: [],
} satisfies Omit<EmojiConfig, "traits" | "tuning" | "data">;
