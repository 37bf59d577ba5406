import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { badInput } from "../base/errors.ts";
import { readIfThere } from "../base/files.ts";
import { embedded, modelPath } from "./model-name.ts";
import type { Paths } from "./paths.ts";

const json = z.record(z.string(), z.json());
const manifestSchema = z.object({
  schema: z.literal(1),
  /** What made the model. */
  command: z.string(),
  seed: z.number(),
  steps: z.number(),
  /** Tokens of text that it read. */
  tokens: z.number(),
  /** On held-out text, and that of the grammar which wrote the text. */
  perplexity: z.object({ model: z.number(), grammar: z.number(), tokens: z.number() }),
  recipe: json,
  versions: json,
  machine: json,
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});

/** How the embedded model was made, and what its files are; `scripts/embed-organism.mjs` writes it. */
export type EmbeddedManifest = z.infer<typeof manifestSchema>;

/** The manifest beside the embedded model. Throws "bad-input" where it is missing or damaged. */
export function readEmbeddedManifest({ data }: Pick<Paths, "data">): EmbeddedManifest {
  const path = join(data, "organism", "manifest.json");
  const text = readIfThere(path);
  if (text === undefined) throw badInput(`${path} is missing: install traitlab again.`);
  const { data: manifest } = manifestSchema.safeParse(jsonIn(text));
  if (manifest === undefined) throw badInput(`${path} is damaged: install traitlab again.`);
  return manifest;
}

/** What differs between the embedded model's folder and its manifest, a phrase each: "tokenizer.json is missing". Empty where they agree. */
export function embeddedFaults(paths: Pick<Paths, "data">, { files }: EmbeddedManifest): string[] {
  const folder = modelPath(embedded, paths);
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const faults = Object.entries(files).map(([name, { bytes, sha256 }]) => {
    if (!there.includes(name)) return `${name} is missing`;
    const content = readFileSync(join(folder, name));
    if (content.length !== bytes) return `${name} has ${content.length} bytes, not ${bytes}`;
    return createHash("sha256").update(content).digest("hex") === sha256 ? undefined : `${name} was changed`;
  });
  const strangers = there.filter((name) => files[name] === undefined).map((name) => `${name} does not belong there`);
  return [...faults.filter((fault) => fault !== undefined), ...strangers];
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
