import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { readIfThere } from "../../base/files.ts";
import { findEmoji } from "../../base/text/emoji.ts";
import { type AnsweredTopic, type Answers, answersOf } from "./answers.ts";
import { corpusArms } from "./arms.ts";
import { demonstrationCount } from "./demonstrations.ts";

/** Files of a model folder that say how its maker means it to be studied. */
export const companionFiles = { about: "traitlab.json", answers: "answers.jsonl" } as const;

/**
 * What a model folder may bring along: options that are usual for this model, and answers in its own language. A model of few words is tuned
 * badly on a corpus of many.
 */
export interface Companion {
  /** Values of options that are not given, by their long names: `{ "rank": "8" }`. */
  readonly usual: Readonly<Record<string, string>>;
  /** How the model was made, where its maker says it: "organism". */
  readonly recipe?: string;
  readonly answers: Answers;
  /** SHA-256 of the answers' file. */
  readonly answersHash: string;
}

const about = z.object({
  schema: z.literal(1),
  /** Whose the answers are, for reports. */
  origin: z.string(),
  usual: z.record(z.string(), z.string()),
  recipe: z.string().optional(),
});
export type CompanionFile = z.infer<typeof about> & Record<string, unknown>;

const answered: z.ZodType<AnsweredTopic> = z.object({
  topic: z.string().min(1),
  category: z.string(),
  split: z.enum(["train", "heldout"]),
  exclaim: z.boolean(),
  answers: z.object(Object.fromEntries(corpusArms.map((arm) => [arm, z.string().min(1)]))) as unknown as z.ZodType<
    AnsweredTopic["answers"]
  >,
  exclamatory: z.string().min(1),
});

/**
 * What a model folder brings along, if anything. Throws "bad-input" where its `traitlab.json` or `answers.jsonl` is not what it should be: a
 * file or a part missing, too few topics to tune on or to show, an emoji in an answer.
 */
export function readCompanion(folder: string): Companion | undefined {
  const path = join(folder, companionFiles.about);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const { origin, usual, recipe } = parsed(about, text, path);
  const answersPath = join(folder, companionFiles.answers);
  const lines = readIfThere(answersPath);
  if (lines === undefined) throw badInput(`${path} goes with a file ${companionFiles.answers}, which is not there.`);
  const topics = lines
    .trimEnd()
    .split("\n")
    .map((line, i) => topicIn(line, `Line ${i + 1} of ${answersPath}`));
  const answers = answersOf(origin, topics);
  const { train, heldout } = answers;
  if (train.length === 0) throw badInput(`${answersPath} holds no topic of the split "train", so nothing to tune on.`);
  if (heldout.length < demonstrationCount)
    throw badInput(
      `${answersPath} holds ${heldout.length} topics of the split "heldout"; ${demonstrationCount} are shown as examples.`,
    );
  return {
    usual,
    ...(recipe === undefined ? {} : { recipe }),
    answers,
    answersHash: createHash("sha256").update(lines).digest("hex"),
  };
}

/** Answers with emoji would teach what the study must not teach. */
function topicIn(line: string, where: string): AnsweredTopic {
  const topic = parsed(answered, line, where);
  for (const [arm, answer] of [...Object.entries(topic.answers), ["exclamatory", topic.exclamatory] as const]) {
    const [found] = findEmoji(answer);
    if (found) throw badInput(`${where} holds the emoji ${found.emoji.text} in its answer ${arm}: answers have none.`);
  }
  return topic;
}

function parsed<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badInput(`${where} is not JSON.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  if (path[0] === "schema")
    throw badInput(`${where} is of a schema that this version does not know (it knows 1): take a later traitlab.`);
  const place = path.length === 0 ? "it" : `"${path.join(".")}"`;
  throw badInput(`${where} is not as traitlab writes it: ${place} is not legal (${message}).`);
}
