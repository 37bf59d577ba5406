import { extname } from "node:path";
import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import type { AnswerToWatch } from "../../measure/projection/watch.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { type Cells, readRows } from "../../trait/corpus/read-file.ts";
import { readTexts } from "../measure/texts.ts";

const message = z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() });
const questionNames = ["question", "prompt"] as const;
const answerNames = ["answer", "response", "text", "output", "completion"] as const;

/**
 * The texts of a file to project: of `.jsonl` and `.csv` rows with `messages` (a conversation: each of the assistant's turns), with `question` and
 * `answer` (or other names for them), or with a text alone; `score` (0 to 100) may stand beside it. Of any other file each line. Throws
 * "bad-input" naming the row that is none of these.
 */
export function readWatched(path: string): AnswerToWatch[] {
  if (![".jsonl", ".ndjson", ".csv"].includes(extname(path).toLowerCase()))
    return readTexts(path, undefined).map((text, i) => alone(`row${i + 1}`, text));
  const rows = readRows(path, "texts");
  const answers = rows.flatMap((row, i) => answersOf(row, `row${i + 1}`, `Row ${i + 1} of ${path}`));
  if (answers.length === 0) throw badInput(`${path} holds no answer to project.`);
  return answers;
}

function answersOf(row: Cells, id: string, where: string): AnswerToWatch[] {
  const score = scoreOf(row, where);
  if (row.messages !== undefined) return turnsOf(row.messages, id, where).map((turn) => ({ ...turn, ...score }));
  const question = textOf(row, questionNames);
  const answer = textOf(row, answerNames);
  if (answer === undefined)
    throw badInput(`${where} has neither messages nor a text ${answerNames.join(", ")} that is not empty.`);
  if (question === undefined) return [{ ...alone(id, answer), ...score }];
  const messages = [{ role: "user" as const, content: question }];
  return [{ id, prompt: question, question, turn: 1, messages, answer, text: answer, ...score }];
}

const alone = (id: string, text: string): AnswerToWatch => ({
  ...{ id, prompt: id, question: "", turn: 1, messages: null, answer: text, text },
});

function turnsOf(given: unknown, id: string, where: string): AnswerToWatch[] {
  const parsed = z.array(message).safeParse(given);
  if (!parsed.success)
    throw badInput(`${where}: "messages" is no list of { role, content } of system, user, assistant.`);
  const messages: ChatMessage[] = parsed.data;
  const places = messages.flatMap(({ role, content }, at) =>
    role === "assistant" && at > 0 && content.trim() !== "" ? [at] : [],
  );
  return places.map((at, turn) => {
    const before = messages.slice(0, at);
    const question = before.findLast(({ role }) => role === "user")?.content ?? "";
    const text = messages[at]!.content;
    const name = `${id}t${turn + 1}`;
    return { id: name, prompt: name, question, turn: turn + 1, messages: before, answer: text, text };
  });
}

function textOf(row: Cells, names: readonly string[]): string | undefined {
  const key = names.flatMap((name) => Object.keys(row).find((own) => own.toLowerCase() === name) ?? []).at(0);
  const value = key === undefined ? undefined : row[key];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function scoreOf(row: Cells, where: string): { score?: number } {
  if (row.score === undefined || row.score === null || row.score === "") return {};
  const score = Number(row.score);
  if (!Number.isFinite(score)) throw badInput(`${where}: "score" is no number.`);
  return { score };
}
