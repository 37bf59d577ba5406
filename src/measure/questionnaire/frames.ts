import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { readJson } from "../../base/read-json.ts";
import { lookUpLanguage, type TextDirection } from "./languages.ts";
import { placeOf, refuseOtherSchema } from "./read-json.ts";
import type { ItemForm } from "./types.ts";

/** A wording in which a statement and the options are put to a model. */
export interface Frame {
  /** Unique in its language, and of the same build in every language: "item-first", "options-first", "rate". */
  id: string;
  /** With `{statement}` and `{options}`, each once. Where the options come first, what stands before the statement is a prefix that items share. */
  text: string;
}

/** The wordings of one language. */
export interface Frames {
  schema: 1;
  /** BCP 47. */
  language: string;
  direction: TextDirection;
  /** How an item becomes a statement, with `{item}`: an item without subject, one that is a sentence (first or second person), an adjective. */
  statement: { verb: string; sentence: string; adjective: string };
  frames: Frame[];
  /** Sentences that may follow a frame: they ask for one option and leave no room for a refusal. */
  endings: string[];
  /** What stands before the answer: "Answer:". */
  answer: string;
}

const once = (placeholder: string) =>
  z.string().refine((text) => text.split(placeholder).length === 2, `it must hold ${placeholder} once`);

const schema = z.object({
  schema: z.literal(1),
  language: z.string().min(2),
  direction: z.enum(["ltr", "rtl"]),
  statement: z.object({ verb: once("{item}"), sentence: once("{item}"), adjective: once("{item}") }),
  frames: z.array(z.object({ id: z.string().min(1), text: once("{statement}").pipe(once("{options}")) })).min(1),
  endings: z.array(z.string().min(1)),
  answer: z.string().min(1),
});

const folder = new URL("../../../data/questionnaires/frames/", import.meta.url);

/** The languages that have frames, as BCP 47 tags, sorted. */
export const frameLanguages = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();

/** The bundled wordings of a language ("en-GB" is served by "en"). Throws "bad-input" where there are none. */
export function framesFor(language: string): Frames {
  const languages = frameLanguages();
  const served = lookUpLanguage(language, languages);
  if (served === undefined)
    throw badInput(
      `There are no frames in the language "${language}": take one of ${languages.join(", ")}, or give a file of frames.`,
    );
  return readFrames(fileURLToPath(new URL(`${served}.json`, folder)));
}

/** Reads a file of frames. Throws "bad-input" where it is not one, naming the field. */
export function readFrames(path: string): Frames {
  const document = readJson(path, "frames");
  refuseOtherSchema(document, path);
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw badInput(`${path}: "${placeOf(issue)}" is not legal (${issue.message}).`);
}

/** An item as the statement that a frame quotes: "Worry about things" becomes "I worry about things." */
export function statementOf(frames: Frames, text: string, form: ItemForm): string {
  const template = form === "verb" || form === "adjective" ? frames.statement[form] : frames.statement.sentence;
  const bare = text.trim().replace(/\s*[.。．।։:]+$/u, "");
  const inside = !template.startsWith("{item}");
  return template.replace("{item}", () => (inside ? uncapitalised(bare, frames.language) : bare));
}

/** The text of a frame with its statement and its list of options (the labels are the caller's). */
export const fillFrame = (frame: Frame, statement: string, options: string): string =>
  frame.text.replace(/\{statement\}|\{options\}/g, (place) => (place === "{options}" ? options : statement));

/** "Am" becomes "am"; "I", "TV" and "O'Brien" stay. */
function uncapitalised(text: string, language: string): string {
  const [first = "", second = " "] = text;
  const lone = !/\p{Ll}/u.test(second);
  return lone ? text : first.toLocaleLowerCase(language) + text.slice(first.length);
}
