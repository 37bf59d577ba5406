import { basename } from "node:path";
import { readJson } from "../../base/read-json.ts";
import { checkContrastTrait } from "./check.ts";
import { isPersonaVectorsForm, readPersonaVectorsForm } from "./persona-vectors.ts";
import { readOwnForm } from "./schema.ts";
import type { ContrastTrait } from "./types.ts";

/**
 * Reads a contrastive trait from a JSON file of our form or of persona_vectors'; its id is the file's name unless it says. Throws
 * "bad-input" where it cannot be read, lacks a field, has too few instructions or questions, or repeats any of them.
 */
export function readContrastTrait(path: string): ContrastTrait {
  const document = readJson(path, "a contrastive trait");
  const read = isPersonaVectorsForm(document) ? readPersonaVectorsForm : readOwnForm;
  const trait = read(document, basename(path).replace(/\.json$/i, ""), path);
  checkContrastTrait(trait, path);
  return trait;
}
