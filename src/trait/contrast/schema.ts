import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { traitPole } from "../big-five.ts";
import { poleKey, poles, type TraitPole, traits } from "../framework.ts";
import { poleRubric, signsRubric } from "./rubric.ts";
import type { ContrastTrait, TraitRubric } from "./types.ts";

const line = z.string("is no text").trim().min(1, "is empty");

/** All poles by their keys. */
const byKey = new Map(
  traits.flatMap((trait) => poles.map((pole) => traitPole(trait, pole))).map((pole) => [poleKey(pole), pole]),
);

const halves = z.object({ extract: z.array(line), evaluate: z.array(line) });
const signs = z.object({ signs: line, against: line, aside: line.optional() });
const rubric = z.object({ task: line, anchors: z.object({ low: line, middle: line, high: line }) });

const schema = z.object({
  id: line.optional(),
  name: line.optional(),
  description: line.optional(),
  pole: z.enum([...byKey.keys()], "is no pole such as extraversion/high").optional(),
  instructions: z.array(z.object({ positive: line, negative: line })),
  questions: z.union([halves, z.array(line)], "is neither a list of questions nor two lists, extract and evaluate"),
  rubric: z.union([rubric, signs], "has neither task and anchors, nor signs and against").optional(),
});

/**
 * A trait of our own file form (data/traits/README.md) from parsed JSON. What a pole of the Big Five leaves out (name,
 * description, rubric) is the framework's; of anything else the name is its id and the rubric says no more than the description.
 * Throws "bad-input" naming the field.
 */
export function readOwnForm(document: unknown, id: string, where: string): ContrastTrait {
  const file = readAs(schema, document, {
    where,
    what: "contrastive trait",
    remedy: "data/traits/README.md shows the form",
  });
  const pole = file.pole === undefined ? undefined : byKey.get(file.pole)!;
  const name = file.name ?? pole?.name ?? file.id ?? id;
  const description = file.description ?? pole?.description ?? `Shows the trait "${name}".`;
  return {
    id: file.id ?? id,
    name,
    description,
    ...(file.pole === undefined ? {} : { pole: file.pole }),
    instructions: file.instructions,
    questions: Array.isArray(file.questions) ? inHalves(file.questions) : file.questions,
    rubric: rubricOf(file.rubric, { name, description, pole }),
  };
}

/** The first half to extract with, the rest to evaluate with. */
export function inHalves(questions: readonly string[]): ContrastTrait["questions"] {
  const middle = Math.ceil(questions.length / 2);
  return { extract: questions.slice(0, middle), evaluate: questions.slice(middle) };
}

function rubricOf(
  given: z.infer<typeof schema>["rubric"],
  { name, description, pole }: { name: string; description: string; pole: TraitPole | undefined },
): TraitRubric {
  if (given !== undefined && "task" in given) return given;
  if (given === undefined && pole) return poleRubric(pole);
  const parts = given ?? {
    signs: "what the description says.",
    against: "what contradicts the description, or its absence.",
  };
  return signsRubric({ what: `of the trait "${name}"`, meant: description, ...parts });
}
