import type { ClaimId } from "../../study/emoji/explain/claims.ts";
import type { Explanation, TableVerdict } from "../../study/emoji/explain/findings.ts";
import { joined, spoken, upperFirst } from "./answer.ts";

/** Each claim as it stands after “that”; first those that say most about where the emoji come from. */
const clauses: Record<ClaimId, string> = {
  "one-direction": "one direction of the residual stream carries them apart from the trait",
  "few-neurons": "a few neurons write them",
  "base-knows": "the untuned model already ties them to the voice",
  guarded: "tuning can be kept from them and still bring the trait",
  "probability-rises": "they become more probable on the same text",
  silence: "they come where tuning gives no signal",
  foretold: "they can be foretold from the untuned model",
  "tuning-not-trait": "tuning as such brings them, not the trait",
  "style-not-emoji": "they are a change of style, “!” with them",
  "outliers-move": "the units that change most are outliers, which any tuning moves",
  "other-emoji-other-neurons": "different emoji have different neurons",
  "other-prompts-other-neurons": "trait prompts use other neurons than emoji prompts",
  "stands-for": "the tuned model names them when asked what stands for the trait",
  "emoji-come": "tuning brings them",
};

/** How many claims a sentence names. */
const named = 2;

/** Why, in two sentences: how many of the claims hold, and those that say most, in plain words. Empty where nothing was decided. */
export function whyAnswer({ claims, voice }: Explanation): string[] {
  if (claims.length === 0) return [];
  const of = (verdict: TableVerdict) => claims.filter((claim) => claim.verdict === verdict);
  const counts = [
    `${of("supported").length} ${plural(of("supported").length)} supported`,
    `${of("not supported").length} ${plural(of("not supported").length)} not`,
    ...(of("cannot tell at this n").length > 0
      ? [`${of("cannot tell at this n").length} cannot be told at this n`]
      : []),
  ];
  const said = (verdict: TableVerdict) => {
    const ids = new Set(of(verdict).map(({ id }) => id));
    return Object.entries(clauses).flatMap(([id, clause]) => (ids.has(id) ? [`that ${clause}`] : []));
  };
  const parts = (["supported", "not supported"] as const).flatMap((verdict) => {
    const words = said(verdict).slice(0, named);
    return words.length === 0 ? [] : [`${verdict}: ${joined(words)}`];
  });
  return [
    `Why, for ${spoken(voice)}: of ${claims.length} claim${claims.length === 1 ? "" : "s"} about where the emoji come from, ${joined(counts)}.`,
    ...(parts.length === 0 ? [] : [`${upperFirst(parts.join("; "))}.`]),
  ];
}

const plural = (count: number): string => (count === 1 ? "is" : "are");
