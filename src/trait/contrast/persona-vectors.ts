import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { readAs } from "../../base/read-as.ts";
import { inHalves } from "./schema.ts";
import type { ContrastTrait } from "./types.ts";

const line = z.string("is no text").trim().min(1, "is empty");
const schema = z.object({
  instruction: z.array(z.object({ pos: line, neg: line })),
  questions: z.array(line),
  eval_prompt: line,
});

/** Whether parsed JSON is of the form that the persona_vectors release keeps its traits in. */
export const isPersonaVectorsForm = (document: unknown): boolean =>
  typeof document === "object" && document !== null && "instruction" in document;

/**
 * A trait of persona_vectors' form: its questions in halves, its `eval_prompt` as the judge's task up to where the question and the
 * answer stand, since what follows asks for a form of reply that our judges ask for themselves. Throws "bad-input".
 */
export function readPersonaVectorsForm(document: unknown, id: string, where: string): ContrastTrait {
  const file = readAs(schema, document, {
    where,
    what: "trait of the persona_vectors form",
    remedy: "it has instruction (pos, neg), questions and eval_prompt",
  });
  return {
    id,
    name: id,
    description: `Shows the trait "${id}".`,
    instructions: file.instruction.map(({ pos, neg }) => ({ positive: pos, negative: neg })),
    questions: inHalves(file.questions),
    rubric: {
      task: taskOf(file.eval_prompt, where),
      anchors: { low: "no sign of it", middle: "some clear signs of it", high: "as much of it as can be" },
    },
  };
}

const slot = /\{(?:question|answer)\}/;

function taskOf(prompt: string, where: string): string {
  if (!prompt.includes("{answer}"))
    throw badInput(`The eval_prompt of ${where} has no {answer} in it: write it where the answer to be rated stands.`);
  const lines = prompt.split("\n");
  const before = lines.slice(
    0,
    lines.findIndex((text) => slot.test(text)),
  );
  while (before.length > 0 && isLabel(before.at(-1)!)) before.pop();
  const task = before.join("\n").trim();
  if (task !== "") return task;
  throw badInput(
    `The eval_prompt of ${where} says nothing before {question} and {answer}: write there what is to be rated.`,
  );
}

/** "[Question]:", "**Answer**", "---": what only introduces the slot below it. */
const isLabel = (text: string): boolean => !/[.!?]\W*$/.test(text.trim()) && text.trim().split(/\s+/).length <= 5;
