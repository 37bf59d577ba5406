import { badInput, usage } from "../../base/errors.ts";
import { randomStream } from "../../base/random.ts";
import { checkContrastTrait, normalForm } from "./check.ts";
import { meaningLabels, readMeaning, readPairs, readQuestions } from "./read-written.ts";
import { signsRubric } from "./rubric.ts";
import type { ContrastTrait } from "./types.ts";
import { meaningRequest, pairsRequest, questionsRequest } from "./writing-requests.ts";

/** Has a model write; unlike seeds should draw unlike texts. */
export type AskWriter = (prompt: string, seed: number) => Promise<string>;

export interface ComposeOptions {
  ask: AskWriter;
  seed?: number;
  /** Pairs of instructions, 5 by default. */
  pairs?: number;
  /** Questions, of which every other one is to evaluate with; 40 by default. */
  questions?: number;
  /** Answers in a row with nothing usable after which it gives up; 4 by default. */
  patience?: number;
}

/** More at once, and small models begin to repeat themselves. */
const questionsAtOnce = 10;

/**
 * Has a model write a contrastive trait from a word or sentence that names it: what it is and how it shows, pairs of instructions,
 * questions. What is missing or cannot be used is asked for again. Throws "usage" for no trait, "bad-input" where the model gives
 * too little. Its JSON text is a file that `readContrastTrait` reads.
 */
export async function composeContrastTrait(
  text: string,
  { ask, seed = 0, pairs = 5, questions = 40, patience = 4 }: ComposeOptions,
): Promise<ContrastTrait> {
  const trait = text.trim().replace(/[\s.]+$/u, "");
  const id = normalForm(trait).replaceAll(" ", "-").slice(0, 40).replace(/-+$/, "");
  if (id === "") throw usage('Say which trait is to be written, in a word ("sarcastic") or a sentence.');
  let asked = 0;
  const gather = <T>(part: Part<T>) =>
    gatherPart(part, { trait, patience, ask: (prompt) => ask(prompt, randomStream(seed, `writer/${asked++}`).bits()) });
  const parts = await gather({
    what: `of the parts ${meaningLabels.join(", ").toUpperCase()}`,
    count: meaningLabels.length,
    request: () => meaningRequest(trait),
    read: readMeaning,
    formOf: ({ label }) => label,
  });
  const [description, signs, against] = meaningLabels.map((label) => parts.find((part) => part.label === label)!.said);
  const instructions = await gather({
    what: "pairs of instructions",
    count: pairs,
    request: (count, had) => pairsRequest({ trait, count, had: had.map(({ positive }) => positive) }),
    read: readPairs,
    formOf: ({ positive }) => normalForm(positive),
  });
  const asking = await gather({
    what: "questions",
    count: questions,
    request: (count, had) => questionsRequest({ trait, count: Math.min(count, questionsAtOnce), had }),
    read: (written) => readQuestions(written, trait),
    formOf: normalForm,
  });
  const composed: ContrastTrait = {
    id,
    name: trait,
    description: description!,
    instructions,
    questions: { extract: everyOther(asking, 0), evaluate: everyOther(asking, 1) },
    rubric: signsRubric({ what: `of the trait "${trait}"`, meant: description!, signs: signs!, against: against! }),
  };
  checkContrastTrait(composed, `the trait "${trait}" as the writer has it`);
  return composed;
}

/** Topics drift as a model goes on, so neighbours go to unlike halves. */
const everyOther = <T>(items: readonly T[], first: 0 | 1): T[] => items.filter((_, i) => i % 2 === first);

/** Something that a model is to write `count` of; those of one form count once. */
interface Part<T> {
  what: string;
  count: number;
  request: (missing: number, had: readonly T[]) => string;
  read: (written: string) => T[];
  formOf: (one: T) => string;
}

async function gatherPart<T>(
  { what, count, request, read, formOf }: Part<T>,
  { trait, patience, ask }: { trait: string; patience: number; ask: (prompt: string) => Promise<string> },
): Promise<T[]> {
  const found = new Map<string, T>();
  for (let inVain = 0; found.size < count; ) {
    const before = found.size;
    const written = await ask(request(count - before, [...found.values()]));
    for (const one of read(written)) if (found.size < count && !found.has(formOf(one))) found.set(formOf(one), one);
    inVain = found.size > before ? 0 : inVain + 1;
    if (inVain >= patience) throw gaveTooLittle(`${before} of ${count} ${what}`, { trait, patience, written });
  }
  return [...found.values()];
}

const gaveTooLittle = (
  gave: string,
  { trait, patience, written }: { trait: string; patience: number; written: string },
) =>
  badInput(
    `The writer gave ${gave} for the trait "${trait}", and nothing more that can be used in ${patience} answers (the last begins ${JSON.stringify(written.trim().slice(0, 60))}): take a larger model to write, or write the trait as a file yourself (data/traits/README.md shows the form).`,
  );
