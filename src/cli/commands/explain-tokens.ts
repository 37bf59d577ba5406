import { defineCommand } from "../command.ts";
import { openExplained } from "../explain/arms.ts";
import { textSettingsOf } from "../explain/options.ts";
import { explainTokensOf, tokensOptions } from "../explain/tokens.ts";

export const explainTokensCommand = defineCommand({
  more: `Model and personas read the same answers: the model's own, the persona's, and
those that it was tuned on. Nothing is sampled while they read.
Examples: traitlab explain tokens -p personas/tuned --control personas/neutral
          traitlab explain tokens -p personas/tuned --groups smileys -o runs/why`,
  options: tokensOptions,
  async run(given, context) {
    const { batch, threads, out, fresh, emoji, groups } = given;
    const explained = await openExplained(given, context, { needs: "nothing" });
    const settings = { ...textSettingsOf(given), emoji, groups };
    return explainTokensOf({ explained, settings, batch, threads, out, fresh }, context);
  },
});
