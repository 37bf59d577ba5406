import { badInput } from "../../base/errors.ts";
import { findEmoji } from "../../base/text/emoji.ts";
import { describeEmoji } from "../../base/text/emoji-list.ts";
import { type Pole, poles, type TraitId } from "../framework.ts";
import { findTrait, legalTraits } from "../parse.ts";
import { type Cells, readRows, repeatCheck, textOf } from "./read-file.ts";
import type { TuningRow } from "./tuning.ts";

/** The columns of a row, by the two sets of names that are read. */
const layouts = {
  /** Ours. `pole` may be left out: then it is high, or what the trait says ("introversion"). */
  traitlab: { trait: "trait", topic: "topic", question: "question", answer: "answer" },
  /** The data of "From Text to Emoji"; high poles only. */
  "holistic-ai/personality_manipulation": {
    trait: "Target Personality",
    topic: "Edit Topic",
    question: "Question",
    answer: "Answer",
  },
} as const;
type Layout = (typeof layouts)[keyof typeof layouts];
const fields = ["trait", "topic", "question", "answer"] as const;

export interface UserDataOptions {
  /** Take answers, questions and topics that hold emoji. Default: refuse them, since the study asks what comes unasked. */
  allowEmoji?: boolean;
}

/**
 * Reads a user's tuning data: `.jsonl` or `.csv` with the columns trait, pole (optional), topic, question, answer, or those
 * of `holistic-ai/personality_manipulation`; further columns are ignored. Trait "neutral" is a row without a trait.
 * Throws "bad-input" naming the row for missing columns, an empty cell, an unknown trait or pole, a repeated row, an emoji.
 */
export function readTuningFile(path: string, { allowEmoji = false }: UserDataOptions = {}): TuningRow[] {
  const cells = readRows(path);
  const layout = layoutOf(cells[0]!, path);
  const unseen = repeatCheck("trait, topic, question and answer");
  return cells.map((row, index) => {
    const where = `Row ${index + 1} of ${path}`;
    const [trait, topic, question, answer] = fields.map((field) =>
      textOf(row[layout[field]], `${where}: "${layout[field]}"`),
    ) as [string, string, string, string];
    const read = { ...traitOf(trait, row.pole, where), topic, question, answer };
    unseen(read, where);
    if (!allowEmoji) refuseEmoji(read, layout, where);
    return read;
  });
}

function layoutOf(row: Cells, path: string): Layout {
  const missing = (layout: Layout) => Object.values(layout).filter((column) => !Object.hasOwn(row, column));
  const [ours, theirs] = Object.values(layouts) as [Layout, Layout];
  if (missing(ours).length === 0) return ours;
  if (missing(theirs).length === 0) return theirs;
  const closest = missing(theirs).length < missing(ours).length ? theirs : ours;
  throw badInput(
    `${path} lacks the column${missing(closest).length > 1 ? "s" : ""} ${missing(closest).join(", ")}; it has ${Object.keys(row).join(", ") || "none"}. ` +
      `Tuning data needs ${Object.values(ours).join(", ")} (and may have pole), or ${Object.values(theirs).join(", ")}.`,
  );
}

function traitOf(
  text: string,
  poleCell: unknown,
  where: string,
): { trait: TraitId | "neutral"; pole: Pole | undefined } {
  const pole =
    poleCell === undefined || poleCell === null || poleCell === "" ? undefined : String(poleCell).trim().toLowerCase();
  if (text.toLowerCase() === "neutral") return { trait: "neutral", pole: undefined };
  if (pole !== undefined && !(poles as readonly string[]).includes(pole)) {
    throw badInput(`${where}: unknown pole "${pole}". A pole is high or low.`);
  }
  const found = findTrait(pole === undefined ? text : `${text}:${pole}`);
  if (!found) throw badInput(`${where}: unknown trait "${text}". ${legalTraits} A row without a trait is "neutral".`);
  return found;
}

function refuseEmoji(row: TuningRow, layout: Layout, where: string): void {
  for (const field of ["answer", "question", "topic"] as const) {
    const hit = findEmoji(row[field])[0];
    if (!hit) continue;
    throw badInput(
      `${where}: "${layout[field]}" holds the emoji ${hit.emoji.text} (${describeEmoji(hit.emoji.text)}). ` +
        "The study asks for emoji that no training text contained: remove it, or pass --allow-emoji.",
    );
  }
}
