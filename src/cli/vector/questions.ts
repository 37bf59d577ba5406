import { questionsAsked } from "../../explain/texts.ts";
import type { DirectionsAbout } from "../../model/directions/about.ts";
import type { Asked } from "../../model/persona-chat.ts";
import { findContrastTrait } from "../../trait/contrast/load.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import type { Register } from "../../trait/questions.ts";
import { parameter } from "../command.ts";
import { oneOf } from "../kinds.ts";
import type { OpenedModel } from "../open-model.ts";

const questionSets = ["trait", "topics"] as const;

/** Which questions are asked. */
export const askOption = parameter(
  "--ask <which>",
  "trait (its evaluation questions) or topics (default: as can be)",
  oneOf(questionSets),
);

interface QuestionsGiven {
  ask: (typeof questionSets)[number] | undefined;
  questions: number;
  register: Register;
}

/** Questions to put, and why these. */
export interface AskedQuestions {
  questions: { id: string; asked: Asked }[];
  why: string;
}

/**
 * The questions that a trait is evaluated with (METHODS 4), or the bundled test topics: these for a model of few words, which would not
 * understand the others, and for vectors that are of no bundled trait.
 */
export function questionsFor(
  { ask, questions, register }: QuestionsGiven,
  vectors: readonly Pick<DirectionsAbout, "trait">[],
  { companion }: Pick<OpenedModel, "companion">,
  seed: number,
): AskedQuestions {
  const ids = [...new Set(vectors.flatMap(({ trait }) => trait?.id ?? []))];
  const own = ids.flatMap((id) => findContrastTrait(id)?.questions.evaluate ?? []);
  const fits = own.length > 0 && companion === undefined;
  if (own.length > 0 && (ask === "trait" || (ask === undefined && fits))) {
    const asked = [...new Set(own)].slice(0, questions).map((question, i) => ({ id: `e${i}`, asked: { question } }));
    return { questions: asked, why: `evaluation questions of ${ids.join(", ")}` };
  }
  const why =
    ask === "topics"
      ? "test topics, as asked for"
      : own.length === 0
        ? "test topics: the vectors are of no bundled trait"
        : "test topics: the model knows few words";
  return { questions: questionsAsked(chooseQuestions(questions, seed), register), why };
}
