import { badInput } from "../../base/errors.ts";
import { type Cells, readRows, repeatCheck, textOf } from "./read-file.ts";

/** A question and what is answered to it, as training data has them. */
export interface Exchange {
  question: string;
  answer: string;
}

/** Names under which training data is passed round. */
const layouts = [
  ["question", "answer"],
  ["Question", "Answer"],
  ["prompt", "completion"],
  ["prompt", "response"],
  ["instruction", "output"],
] as const;

/**
 * Reads training data of any of the usual forms, `.jsonl` or `.csv`: question and answer, prompt and completion or response, instruction (with
 * input, where it has one) and output, or `messages` of one user and one assistant. Further columns are ignored. Throws "bad-input" naming the row
 * for what is missing, empty or no text, for messages of several turns, and for a row that comes twice.
 */
export function readExchanges(path: string, cells: readonly Cells[] = readRows(path, "training data")): Exchange[] {
  const layout = layouts.find((names) => names.every((name) => Object.hasOwn(cells[0]!, name)));
  if (!layout && !Object.hasOwn(cells[0]!, "messages"))
    throw badInput(
      `${path} has the columns ${Object.keys(cells[0]!).join(", ") || "none"}, and training data has ${layouts.map((names) => names.join(" and ")).join(", ")}, or messages: rename them.`,
    );
  const unseen = repeatCheck("question and answer");
  return cells.map((row, i) => {
    const where = `Row ${i + 1} of ${path}`;
    const read = layout ? ofColumns(row, layout, where) : ofMessages(row.messages, where);
    unseen([read.question, read.answer], where);
    return read;
  });
}

function ofColumns(row: Cells, [question, answer]: (typeof layouts)[number], where: string): Exchange {
  const asked = textOf(row[question], `${where}: "${question}"`);
  const { input } = row;
  const besides = question === "instruction" && typeof input === "string" && input.trim() !== "" ? input.trim() : "";
  return {
    question: besides ? `${asked}\n\n${besides}` : asked,
    answer: textOf(row[answer], `${where}: "${answer}"`),
  };
}

function ofMessages(messages: unknown, where: string): Exchange {
  const roles = Array.isArray(messages) ? messages.map((message) => String(message?.role)) : [];
  if (roles.join() !== "user,assistant")
    throw badInput(
      `${where}: "messages" ${roles.length > 0 ? `are of ${roles.join(", ")}` : "is no list of messages"}, and one of a user and one of an assistant are read: take the others out.`,
    );
  const [question, answer] = (messages as { content?: unknown }[]).map(({ content }, i) =>
    textOf(content, `${where}: the ${roles[i]}'s message`),
  );
  return { question: question!, answer: answer! };
}
