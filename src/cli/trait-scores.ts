import { usage } from "../base/errors.ts";
import type { TraitScores } from "../model/prefix/types.ts";
import { findTrait } from "../trait/parse.ts";
import type { Kind } from "./kinds.ts";

/** Trait scores as they are typed: one for the only trait, or some by name. */
export type ScoresGiven = number | TraitScores;

const number = /^-?(\d+\.?\d*|\.\d+)$/;

/** "2", or "extraversion=2,N=-1". */
export const scoresGiven: Kind<ScoresGiven> = {
  takes: "a number of standard deviations, or some by trait: extraversion=2,neuroticism=-1",
  read(given) {
    if (number.test(given.trim())) return Number(given);
    const parts = given.split(",").map((part) => {
      const [name, score] = part.split("=").map((each) => each.trim());
      return name && score !== undefined && number.test(score)
        ? ([scoredTrait(name), Number(score)] as const)
        : undefined;
    });
    const scores = parts.filter((part) => part !== undefined);
    const whole = scores.length === parts.length && new Set(scores.map(([name]) => name)).size === parts.length;
    return whole ? Object.fromEntries(scores) : undefined;
  },
};

/** A trait's own name, where it is one of the five: "E" is extraversion. Others are as they stand. */
export function scoredTrait(name: string): string {
  const found = findTrait(name);
  return found?.pole === "high" ? found.trait : name;
}

/** The scores by trait. Throws "usage" for one number where there are several traits, and for a trait that is not among them. */
export function scoresOf(given: ScoresGiven, names: readonly string[]): TraitScores {
  if (typeof given === "number") {
    if (names.length === 1) return { [names[0]!]: given };
    throw usage(`There are ${names.length} traits (${names.join(", ")}): say which with --z ${names[0]}=${given}.`);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return given;
  throw usage(`There is no trait "${unknown}" to score here; there are ${names.join(", ")}.`);
}

/** "extraversion 2, neuroticism -1"; traits at 0 are left out. */
export function scoresText(scores: TraitScores): string {
  const away = Object.entries(scores).filter(([, score]) => score !== 0);
  return away.length === 0 ? "z 0" : away.map(([name, score]) => `${name} ${score}`).join(", ");
}
