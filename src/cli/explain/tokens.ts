import type { EmojiGroup } from "../../base/text/emoji-list.ts";
import { checkCounted } from "../../explain/tokens/counted.ts";
import { explainTokens } from "../../explain/tokens/explain-tokens.ts";
import { readTokens, type TokensFindings } from "../../explain/tokens/findings.ts";
import { tokensSection } from "../../report/explain/tokens.ts";
import type { Output } from "../command.ts";
import { untyped } from "../command.ts";
import type { Context } from "../context.ts";
import type { Explained } from "./arms.ts";
import { countOptions } from "./count-options.ts";
import { controlOption, explainOptions, type TextSettings } from "./options.ts";
import type { ExplanationReport } from "./report.ts";
import { type ExplainCall, runExplain } from "./run.ts";
import { tokensText } from "./tokens-text.ts";

/** Options of the command that decide a number. */
export const tokensOptions = { ...explainOptions, control: controlOption, ...countOptions };

export const tokensReport: ExplanationReport = {
  title: "Where an emoji could start",
  usual: untyped(tokensOptions),
  sections: (findings, where) => [tokensSection(readTokens(findings, where))],
};

interface TokensCall extends Pick<ExplainCall<TokensFindings>, "batch" | "threads" | "out" | "fresh"> {
  explained: Explained;
  settings: TextSettings & { emoji: string[] | undefined; groups: EmojiGroup[] | undefined };
}

/** Has model and personas read answers, and weighs at every place how probable an emoji is. Throws "bad-input" at once where no emoji is left to count. */
export function explainTokensOf(call: TokensCall, context: Context): Promise<Output> {
  const { emoji, groups } = call.settings;
  const counted = { ...(emoji && { emoji }), ...(groups && { groups }) };
  checkCounted(counted);
  return runExplain<TokensFindings>(
    {
      ...call,
      command: "explain tokens",
      report: tokensReport,
      describe: tokensText,
      async explain({ arms, texts }, options) {
        const { base, all, control } = arms;
        const compared = control ? all.filter(({ id }) => id === "persona" || id === "against") : [];
        return explainTokens(
          {
            arms: all,
            base: base.id,
            controls: Object.fromEntries(compared.map(({ id }) => [id, control!.id])),
            counted,
            ...(await texts()),
          },
          options,
        );
      },
    },
    context,
  );
}
