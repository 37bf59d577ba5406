import { badInput } from "../../base/errors.ts";
import type { PrefixTrait } from "../../model/prefix/types.ts";

/** Below this a score hardly differs from text to text, and dividing by its deviation would make noise of it. */
const smallest = 1e-6;

/**
 * Trait scores [texts, traits] with mean 0 and deviation 1 (that of the texts, not of what they are drawn from), and what they were before.
 * Throws "bad-input" for a trait whose score is the same in all texts, naming how much it differs.
 */
export function standardiseScores(
  names: readonly string[],
  raw: readonly (readonly number[])[],
): { traits: PrefixTrait[]; z: number[][] } {
  const traits = names.map((name, trait): PrefixTrait => {
    const mean = raw.reduce((sum, scores) => sum + scores[trait]!, 0) / raw.length;
    const deviation = Math.sqrt(raw.reduce((sum, scores) => sum + (scores[trait]! - mean) ** 2, 0) / raw.length);
    if (!(deviation > smallest))
      throw badInput(
        `The ${raw.length} texts do not differ in ${name}: their scores are ${mean.toPrecision(3)} with a deviation of ${deviation.toPrecision(2)}. ` +
          "Nothing can be learned of it from them: leave the trait out, or give texts of both ends.",
      );
    return { name, mean, deviation };
  });
  return { traits, z: raw.map((scores) => scores.map((score, t) => (score - traits[t]!.mean) / traits[t]!.deviation)) };
}
