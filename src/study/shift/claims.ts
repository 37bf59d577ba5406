import { evidenceOf } from "./evidence.ts";
import type { ShiftClaim, ShiftFindings } from "./findings.ts";

/** A claim before it is decided. */
type Posed = Pick<ShiftClaim, "id" | "whose" | "claim" | "criterion">;

const overAdapters =
  "Pearson's r over the plain adapters of all mixtures and seeds: interval above 0; not supported where its upper end is below 0.5.";
const overPoles = "along at least four fifths of the vectors; not supported along fewer than half.";
const keepsOut =
  "At the largest share, of the trait that plain tuning brings at least half is gone (lower end), more than under a random direction of the same length (interval of the difference), and neutral text is at most 0.25 nats a token worse; measured without the guard.";

/** What the paper claims of vectors and tuning, and what we ask about the emoji, each with what must be seen. */
export const posed = [
  {
    id: "data-foretell-shift",
    whose: "the paper's",
    claim: "The training data, read before any tuning, foretell how far tuning moves the model along the vector.",
    criterion: overAdapters,
  },
  {
    id: "data-foretell-trait",
    whose: "the paper's",
    claim: "The training data, read before any tuning, foretell the trait afterwards.",
    criterion: overAdapters,
  },
  {
    id: "shift-tells-trait",
    whose: "the paper's",
    claim: "How far tuning has moved the model along the vector tells the trait of its answers.",
    criterion: overAdapters,
  },
  {
    id: "poles-shift-tells",
    whose: "the paper's",
    claim: "So it does over adapters of other traits: those that moved further along a vector show its trait more.",
    criterion: `Pearson's r of shift and trait over the adapters of all poles: interval above 0 ${overPoles}`,
  },
  {
    id: "poles-data-foretell",
    whose: "the paper's",
    claim: "And over data of other traits: what the data hold along a vector foretells its trait afterwards.",
    criterion: `Pearson's r of the data's projection difference and trait over the adapters of all poles: interval above 0 ${overPoles}`,
  },
  {
    id: "own-furthest",
    whose: "ours",
    claim: "Of all adapters, a pole's own moves furthest along its vector.",
    criterion: `It stands first ${overPoles}`,
  },
  {
    id: "prevent",
    whose: "the paper's",
    claim: "Steering along the vector at one layer while tuning keeps the trait from being learned.",
    criterion: keepsOut,
  },
  {
    id: "increments",
    whose: "the paper's",
    claim: "So does steering at every layer, by increments.",
    criterion: keepsOut,
  },
  {
    id: "ablate",
    whose: "the paper's",
    claim: "So does taking the vector out at every layer while tuning (CAFT).",
    criterion: keepsOut,
  },
  {
    id: "less-shift",
    whose: "the paper's",
    claim: "Prevention lowers the shift along the vector.",
    criterion:
      "At the largest share, shift less that of plain tuning: interval below 0 under every guard along the vector; not supported where one is above 0.",
  },
  {
    id: "equal-loss",
    whose: "ours",
    claim: "What is prevented is learned as well otherwise: the training loss is that of plain tuning.",
    criterion:
      "At the largest share, loss over the last epoch less that of plain tuning, step by step: upper end at most 0.1 nats under every guard along the vector; not supported where a lower end is above it.",
  },
  {
    id: "trait-then-emoji",
    whose: "ours",
    claim: "Preventing the trait prevents the emoji.",
    criterion:
      "Under guards along the vector that keep the trait out, at least 75 % of the emoji mass that plain tuning brings is gone (lower end); not supported where less is (upper end).",
  },
  {
    id: "emoji-then-trait",
    whose: "ours",
    claim: "Preventing the emoji leaves the trait.",
    criterion:
      "Under the guard along the emoji direction at least 75 % of the emoji mass is gone and 75 % of the trait is left (lower ends); not supported where less of the trait is left (upper end).",
  },
  {
    id: "afterwards-costs",
    whose: "the paper's",
    claim: "Steering against the vector after tuning costs more of the language than steering along it while tuning.",
    criterion:
      "At the largest share and the same strength, neutral text is worse by more, intervals apart; not supported where it is worse by less.",
  },
  {
    id: "prompt",
    whose: "ours",
    claim: "A persona prompt brings the trait without tuning.",
    criterion:
      "Trait score above the model's own, intervals apart; not supported where it stays below half the way to plain tuning (upper end), if that brings the trait.",
  },
] as const satisfies readonly Posed[];

export type ShiftClaimId = (typeof posed)[number]["id"];

/** The claims that the study has evidence about, each with its verdict. */
export function claimsOf(found: Omit<ShiftFindings, "claims">): ShiftClaim[] {
  const evidence = evidenceOf(found);
  return posed.flatMap((claim) => {
    const own = evidence(claim.id);
    return own === undefined ? [] : [{ ...claim, ...own }];
  });
}
