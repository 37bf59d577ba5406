import type { Keep } from "../keep.ts";
import { inMemory, keepUnder } from "../keep.ts";
import type { WorkOptions } from "../respondent.ts";
import type { AnswerToScore, TraitScorer } from "./types.ts";

/** One of the two scores of a `TraitScorer`: of the trait, or of coherence. */
export interface ScorePart {
  /** "judge smollm2", "trait classifier", "fluency". */
  readonly name: string;
  /** SHA-256 of whatever decides its scores. */
  readonly sha256: string;
  /** 0 to 100 in the order of the answers; null where it cannot tell. */
  score(answers: readonly AnswerToScore[], options: WorkOptions & { keep: Keep }): Promise<(number | null)[]>;
}

/** What goes for coherence where nobody says: nothing. */
export const nobody = "nobody";

/** A scorer of two parts; what they find is kept in the groups "trait/..." and "coherence/...". */
export const traitScorer = (trait: ScorePart, coherence?: ScorePart): TraitScorer => ({
  name: trait.name,
  coherenceBy: coherence?.name ?? nobody,
  sha256: [trait.sha256, ...(coherence ? [coherence.sha256] : [])].join("+"),
  async score(answers, { keep = inMemory, ...options }) {
    const traits = await trait.score(answers, { ...options, keep: keepUnder(keep, "trait") });
    const coherences = await coherence?.score(answers, { ...options, keep: keepUnder(keep, "coherence") });
    return traits.map((score, i) => ({ trait: score, coherence: coherences?.[i] ?? null }));
  },
});
