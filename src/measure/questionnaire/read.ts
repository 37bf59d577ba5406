import { readJson } from "../../base/read-json.ts";
import { parseQuestionnaire } from "./schema.ts";
import type { Questionnaire } from "./types.ts";

/** Reads anybody's questionnaire from a JSON file. Throws "bad-input" as {@link parseQuestionnaire} does, or where it cannot be read. */
export const readQuestionnaire = (path: string): Questionnaire =>
  parseQuestionnaire(readJson(path, "a questionnaire"), path);
