import type { EmojiConfig } from "../../study/emoji/config.ts";

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
} satisfies Omit<EmojiConfig, "traits" | "tuning" | "data">;
