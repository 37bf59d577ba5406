import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { badInput } from "../base/errors.ts";
import { readIfThere, writeFailure, writeFileAtomic } from "../base/files.ts";
import { canonicalJson } from "../base/json.ts";
import { prefixFile } from "./prefix/file.ts";
import { steeringRecord } from "./steering/record.ts";

const message = z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() });

const schema = z.object({
  schema: z.literal(1),
  /** The model it was made for: its name, and the SHA-256 of its files (`ModelSource.sha256`). */
  base: z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  trait: z.string().optional(),
  pole: z.enum(["high", "low"]).optional(),
  /** What made it, and how: the inducer's name and its options. */
  inducer: z.string(),
  recipe: z.record(z.string(), z.unknown()),
  seed: z.number().int(),
  /** Put before every chat, in this order. */
  systemPrompt: z.string().optional(),
  demonstrations: z.array(message).optional(),
  /** The message that a question becomes, with `{question}` and `{topic}` for what is asked and what it is about. */
  userTemplate: z.string().optional(),
  /** A PEFT folder beside `persona.json`. */
  adapter: z.literal("adapter").optional(),
  /** Vectors that steer it, one after the other. */
  steering: z.array(steeringRecord).min(1).optional(),
  /** A trait-conditioned prefix beside `persona.json`, and the trait scores that it runs at unless told otherwise. */
  psychadapter: z.literal(prefixFile).optional(),
  z: z.record(z.string(), z.number()).optional(),
});

/** A model and what was done to it; on disk a folder with `persona.json`, and beside it what that names. */
export type Persona = z.output<typeof schema>;

const fileName = "persona.json";

export interface ReadPersonaOptions {
  /** The model it is to be put on. */
  base: { sha256: string };
  /** Take it for another model than it was made for. */
  force?: boolean;
}

/**
 * Reads a persona folder. Throws "bad-input" where there is none, where `persona.json` is damaged or of a later schema, and, unless
 * forced, where it was made for another model.
 */
export function readPersona(folder: string, { base, force = false }: ReadPersonaOptions): Persona {
  const path = join(folder, fileName);
  const text = readIfThere(path);
  if (text === undefined)
    throw badInput(`${folder} is no persona: it has no ${fileName}; give the folder that holds it.`);
  const persona = parsed(text, path);
  if (persona.base.sha256 !== base.sha256 && !force)
    throw badInput(
      `${folder} was made for the model "${persona.base.name}" (SHA-256 ${persona.base.sha256.slice(0, 12)}...), and this model is ` +
        `another one (${base.sha256.slice(0, 12)}...): use that model, or force it if both are known to be the same.`,
    );
  return persona;
}

function parsed(text: string, path: string): Persona {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badInput(`${path} is not JSON: make the persona again.`, cause);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  if (issue.path[0] === "schema")
    throw badInput(`${path} is of a schema that this version does not know (it knows 1): take a later traitlab.`);
  throw badInput(`${path}: "${issue.path.join(".")}" is not legal (${issue.message}): make the persona again.`);
}

/** Writes `persona.json` into a folder, made if it is not there; equal personas give equal bytes. Call it last. */
export function writePersona(folder: string, persona: Persona): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  writeFileAtomic(join(folder, fileName), `${canonicalJson(schema.parse(persona), 2)}\n`);
}
