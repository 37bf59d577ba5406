import type { Claim } from "../findings.ts";
import { evidenceOf } from "./evidence.ts";
import type { Explanation, TableClaim } from "./findings.ts";
import { truthsOf } from "./truth.ts";

/** A claim before it is decided. */
type Posed = Pick<TableClaim, "id" | "whose" | "claim" | "criterion">;

/**
 * The claims of the paper, of its critics and of ours about where the emoji come from, each with what must be seen. Fixed here, before any
 * model is looked at.
 */
export const posed = [
  {
    id: "emoji-come",
    whose: "the paper's",
    claim: "Tuning toward the trait on answers without emoji makes the model write emoji.",
    criterion: "ESR above the base model and above the control, each verdict “shown”.",
  },
  {
    id: "probability-rises",
    whose: "the paper's",
    claim: "The probability of emoji tokens rises with tuning, on the same text.",
    criterion:
      "At sentence ends of the training answers, the mass over the base's and over the control's: intervals above 1, and both orders hold whatever was not followed.",
  },
  {
    id: "stands-for",
    whose: "the paper's",
    claim: "Asked for tokens that stand for the trait, the tuned model names emoji, its own among them.",
    criterion:
      "It hears the question (what it says depends on the trait that is named); the share of emoji among its 50 most frequent tokens rises over the base's (interval above 0); more of the emoji that it writes are among them than of matched ones (p < .05).",
  },
  {
    id: "few-neurons",
    whose: "the paper's",
    claim: "A few neurons write the emoji.",
    criterion:
      "At most ten neurons, held at the base's values, remove the emoji (lower end of the mass gone at least 75 %), and matched random ones do not (p < .05).",
  },
  {
    id: "other-emoji-other-neurons",
    whose: "the paper's",
    claim: "Different emoji, different neurons.",
    criterion: "Units active before one emoji overlap less with those before another than under shuffled labels.",
  },
  {
    id: "other-prompts-other-neurons",
    whose: "the paper's",
    claim: "Trait prompts use other neurons than emoji prompts.",
    criterion: "The units that both change most overlap no more than chance, also against units of like variance.",
  },
  {
    id: "tuning-not-trait",
    whose: "its critics'",
    claim: "It is tuning as such, not the trait: the control writes emoji as well.",
    criterion:
      "ESR above the base model “shown”, and a rise above the control “shown absent”; not supported where a rise above the control is “shown”.",
  },
  {
    id: "outliers-move",
    whose: "its critics'",
    claim: "The units that change most are massive activations of the base model, which any tuning moves.",
    criterion:
      "Of the ten residual dimensions that change most in raw size, at least half are outliers of the base model.",
  },
  {
    id: "style-not-emoji",
    whose: "its critics'",
    claim: "It is a change of style: “!” rises with the emoji.",
    criterion: "The rise of “!” above the control is “shown”; not supported where it is “shown absent”.",
  },
  {
    id: "silence",
    whose: "ours",
    claim: "Emoji come where tuning gives no signal.",
    criterion: "ESR above that of the same tuning with a loss on every token: “shown”.",
  },
  {
    id: "base-knows",
    whose: "ours",
    claim: "The base model already ties emoji to the voice: it need only be made to speak in it.",
    criterion:
      "Reading the persona's answers up to their first emoji, the untuned model's mass at sentence ends is at least a tenth of the persona's (interval above it).",
  },
  {
    id: "foretold",
    whose: "ours",
    claim: "It can be foretold from the base model alone, reading the tuning answers.",
    criterion: "Rank correlation of its mass at their sentence ends with the mass after tuning: interval above 0.",
  },
  {
    id: "one-direction",
    whose: "ours",
    claim: "One direction of the residual stream carries the emoji apart from the trait.",
    criterion:
      "Held at the base's mean along it, the emoji go and the trait stays (lower ends at least 75 %), plain text is at most 0.25 nats a token worse, and random directions as far moved do not do it (p < .05).",
  },
  {
    id: "guarded",
    whose: "ours",
    claim: "The trait can be learned without the emoji, by keeping tuning from the direction.",
    criterion:
      "A guard removes the mass and keeps the lean to the trait (lower ends at least 75 %), and neutral text is at most 0.25 nats a token worse; measured without the guard.",
  },
] as const satisfies readonly Posed[];

export type ClaimId = (typeof posed)[number]["id"];

/** The table: each claim that the run has evidence about, with its verdict. `organism`: with a column of the truth. */
export function claimTable(
  found: Omit<Explanation, "claims">,
  claims: readonly Claim[],
  organism: boolean,
): TableClaim[] {
  const evidence = evidenceOf(found, claims);
  const truths = organism ? truthsOf(found.voice) : undefined;
  return posed.flatMap((claim) => {
    const own = evidence(claim.id);
    return own === undefined ? [] : [{ ...claim, ...own, truth: truths?.[claim.id] ?? null }];
  });
}
