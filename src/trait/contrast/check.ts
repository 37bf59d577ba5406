import { badInput } from "../../base/errors.ts";
import type { ContrastTrait } from "./types.ts";

/** One wording, or a handful of questions, would be taken for the trait. */
const least = { pairs: 2, questions: 5 };

/** Two texts of the same normal form say the same. */
export const normalForm = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The first text that says what one before it says; undefined where all differ. */
function firstRepeat(texts: readonly string[]): { at: number; before: number } | undefined {
  const forms = texts.map(normalForm);
  const at = forms.findIndex((form, i) => forms.indexOf(form) < i);
  return at < 0 ? undefined : { at, before: forms.indexOf(forms[at]!) };
}

/** Throws "bad-input" on a trait that no vector can be built from; `where` names it in the message. */
export function checkContrastTrait({ instructions, questions }: ContrastTrait, where: string): void {
  const { extract, evaluate } = questions;
  enough(instructions.length, least.pairs, `pairs of instructions in ${where}`, 5);
  const same = instructions.findIndex(({ positive, negative }) => firstRepeat([positive, negative]));
  if (same >= 0)
    throw badInput(
      `Pair ${same + 1} of ${where} has the same positive and negative instruction: nothing tells them apart, so rewrite one.`,
    );
  const pair = firstRepeat(instructions.map(({ positive, negative }) => `${positive} ${negative}`));
  if (pair) throw badInput(`Pair ${pair.at + 1} of ${where} repeats pair ${pair.before + 1}: remove one.`);
  enough(extract.length, least.questions, `questions to extract with in ${where}`, 20);
  enough(evaluate.length, least.questions, `questions to evaluate with in ${where}`, 20);
  const all = [...extract, ...evaluate];
  const again = firstRepeat(all);
  if (again) throw badInput(repeated(all[again.at]!, where, again, extract.length));
}

function enough(found: number, needed: number, what: string, usual: number): void {
  if (found >= needed) return;
  throw badInput(
    `There ${found === 1 ? "is" : "are"} ${found} ${what}, and at least ${needed} are needed (${usual} are usual): add ${needed - found}.`,
  );
}

function repeated(question: string, where: string, { at, before }: { at: number; before: number }, extract: number) {
  const between = before < extract && at >= extract;
  return between
    ? `The question "${question}" of ${where} is both among those to extract with and among those to evaluate with, so the vector would be tried on what it was built from: remove it from one.`
    : `The question "${question}" stands twice in ${where}: remove one.`;
}
