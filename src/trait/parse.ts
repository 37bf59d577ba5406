import { usage } from "../base/errors.ts";
import { traitPole } from "./big-five.ts";
import { type Pole, poles, type TraitId, type TraitPole, traits } from "./framework.ts";

/** Other names of the ten poles, lower case. */
const aliases: Record<string, readonly [TraitId, Pole]> = {
  "openness to experience": ["openness", "high"],
  closedness: ["openness", "low"],
  unconscientiousness: ["conscientiousness", "low"],
  extroversion: ["extraversion", "high"],
  introversion: ["extraversion", "low"],
  disagreeableness: ["agreeableness", "low"],
  antagonism: ["agreeableness", "low"],
  "emotional stability": ["neuroticism", "low"],
  "emotional instability": ["neuroticism", "high"],
};

const poleWords: Record<string, Pole> = { high: "high", "+": "high", low: "low", "-": "low" };

/**
 * Reads a trait as people write it: "extraversion", "E", "Extroversion", "extraversion:low", "extraversion/low", "E-",
 * "low extraversion", "introversion". The pole is high unless said. Undefined for anything else.
 */
export function findTrait(text: string): { trait: TraitId; pole: Pole } | undefined {
  const words = text.trim().toLowerCase();
  const whole = named(words);
  if (whole) return whole;
  const behind = /^(.+?)\s*[:/ ]\s*(high|low)$/u.exec(words) ?? /^(.+?)\s*[:/]?\s*([+-])$/u.exec(words);
  const [base, pole] = behind
    ? [behind[1]!, behind[2]!]
    : (/^(high|low)\s+(.+)$/u.exec(words)?.slice(1).reverse() ?? []);
  const found = base === undefined ? undefined : named(base);
  if (!found || !pole) return undefined;
  return { trait: found.trait, pole: poleWords[pole] === found.pole ? "high" : "low" };
}

function named(words: string): { trait: TraitId; pole: Pole } | undefined {
  const trait = traits.find((one) => one === words || one[0] === words);
  if (trait) return { trait, pole: "high" };
  const alias = Object.hasOwn(aliases, words) ? aliases[words] : undefined;
  return alias && { trait: alias[0], pole: alias[1] };
}

/** {@link findTrait}, with the pole's texts. Throws "usage" with the legal traits for an unknown one. */
export function parseTrait(text: string): TraitPole {
  const found = findTrait(text);
  if (!found) throw usage(`Unknown trait "${text}". ${legalTraits}`);
  return traitPole(found.trait, found.pole);
}

/** A list of traits, split at commas; each pole once, in the order given. Throws "usage" for an unknown or an empty list. */
export function parseTraits(text: string): TraitPole[] {
  const list = text.split(",").map((part) => parseTrait(part));
  return list.filter((one, i) => list.findIndex((other) => other.trait === one.trait && other.pole === one.pole) === i);
}

/** One sentence that says what is legal. */
export const legalTraits = `Traits are ${traits.join(", ")}, or their first letters, each with an optional pole: extraversion:${poles[1]}.`;
