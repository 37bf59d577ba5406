import { traitPole } from "../../trait/big-five.ts";
import type { TraitPole } from "../../trait/framework.ts";

/** What a wording asks about: the trait, its other pole in the same words, or a plain thing that has no trait. */
export const asks = ["trait", "opposite", "neutral"] as const;
export type Ask = (typeof asks)[number];

/** One way to ask for what stands for something. */
interface Wording {
  /** Keys of what is kept. */
  id: string;
  text(it: string): string;
  /** Whether the trait is named, or told by three of its adjectives. */
  by: "name" | "adjectives";
  /** What is asked about where no trait is. */
  plain: string;
}

/** No wording speaks of emoji, emoticons or pictures: that would put the answer into the question. */
export const wordings: readonly Wording[] = [
  {
    id: "list",
    text: (it) => `List tokens, words or symbols that stand for ${it}.`,
    by: "name",
    plain: "a wooden chair",
  },
  {
    id: "row",
    text: (it) => `Which words or symbols fit ${it}? Write ten of them in a row, nothing else.`,
    by: "adjectives",
    plain: "a glass of water",
  },
  {
    id: "first",
    text: (it) => `Write down the first tokens that come to you for ${it}, one after the other.`,
    by: "name",
    plain: "a sheet of paper",
  },
  {
    id: "only",
    text: (it) => `Show ${it} with tokens alone. No sentences, only the tokens.`,
    by: "adjectives",
    plain: "a kitchen table",
  },
  {
    id: "marks",
    text: (it) => `Name the characters, words or symbols that mark ${it} best, without explaining them.`,
    by: "name",
    plain: "a brick wall",
  },
  {
    id: "sum",
    text: (it) => `Sum up ${it} in a handful of words or symbols.`,
    by: "adjectives",
    plain: "an iron key",
  },
  {
    id: "label",
    text: (it) => `A jar holds everything that ${it} is made of. Which words or symbols stand on its label?`,
    by: "name",
    plain: "a garden path",
  },
  {
    id: "speak",
    text: (it) => `Which words or symbols would you expect most in texts by ${it}? Just list them.`,
    by: "adjectives",
    plain: "a railway station",
  },
];

const stemLetters = 6;

/**
 * How the words begin by which a pole is named in the wordings, in lower case: "extrav", "sociab". Without those that name the other pole
 * too.
 */
export function stemsOf({ trait, pole }: Pick<TraitPole, "trait" | "pole">): string[] {
  const stems = (end: TraitPole["pole"]) => {
    const { name, adjectives } = traitPole(trait, end);
    const words = [...name.split(" "), ...adjectives.slice(0, 3)].filter((word) => word.length > 3);
    return words.map((word) => word.slice(0, stemLetters).toLowerCase());
  };
  const others = stems(pole === "high" ? "low" : "high");
  return stems(pole).filter((stem) => !others.includes(stem));
}

/** A wording's question about the trait, its other pole, or the plain thing. */
export function questionOf(
  { text, by, plain }: Wording,
  { trait, pole }: Pick<TraitPole, "trait" | "pole">,
  ask: Ask,
): string {
  if (ask === "neutral") return text(plain);
  const other = pole === "high" ? "low" : "high";
  return text(named(traitPole(trait, ask === "trait" ? pole : other), by));
}

function named({ name, adjectives }: TraitPole, by: Wording["by"]): string {
  const [first, second, third] = adjectives;
  return by === "name" ? name : `a person who is ${first}, ${second} and ${third}`;
}
