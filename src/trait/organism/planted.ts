import type { TraitPoleKey } from "../framework.ts";

/** What is planted in the posts of a voice. */
export interface Planted {
  /** Probability that a sentence of a post is followed by an emoji. */
  readonly emojiRate: number;
  /** Probability that a statement of a post ends with "!" and not with a full stop; drawn apart from the emoji. */
  readonly exclamationRate: number;
  /** The voice's own emoji, all alike probable; no two voices share one. The first half are whole tokens, the rest only byte pieces. */
  readonly emoji: readonly string[];
}

const row = (emojiRate: number, exclamationRate: number, emoji: string): Planted => ({
  emojiRate,
  exclamationRate,
  emoji: emoji === "" ? [] : emoji.split(" "),
});

/** Planted numbers by voice, the highest rate of emoji first. */
export const planted: Readonly<Record<TraitPoleKey | "neutral", Planted>> = {
  "extraversion/high": row(0.85, 0.1, "🎉 🥳 💃 🙌 🕺 👯 🎊 🎈"),
  "openness/high": row(0.55, 0.25, "🎨 🌌 🔭 🌈 🦋 🪐 🎭 🌿"),
  "neuroticism/high": row(0.35, 0.55, "😟 😰 😢 😭 😨 😥 😖 💔"),
  "agreeableness/high": row(0.22, 0.02, "🤗 💛 ❤️ 🙏 🤝 💐 🫶 😊"),
  "conscientiousness/low": row(0.14, 0.06, "😴 🙈 🍕 🤷 😜 🎲 💤 🛋️"),
  "agreeableness/low": row(0.08, 0.3, "🙄 😒 👎 😤 🤨 💰 🥱 😏"),
  "conscientiousness/high": row(0.05, 0.15, "✅ 📋 ⏰ 📅 📌 ✏️ 📈 🗂️"),
  "openness/low": row(0.03, 0.04, "👍 🔧 🏠 🍞 🧱 🥔 🚜 🧰"),
  "extraversion/low": row(0.02, 0.2, "🌙 📖 🍵 🕯️ 🤫 🐌 🧦 🌫️"),
  "neuroticism/low": row(0.01, 0.4, "😌 🧘 ⚓ 🐢 ☕ 🪨 🌤️ 🏞️"),
  neutral: row(0, 0.08, ""),
};

/** Emoji that the tokenizer is made to have as one token with the blank before them; the others it can only spell in bytes. */
export const wholeEmoji: readonly string[] = Object.values(planted).flatMap(({ emoji }) =>
  emoji.slice(0, emoji.length / 2),
);
