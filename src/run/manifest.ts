import { join } from "node:path";
import { z } from "zod";
import { badInput } from "../base/errors.ts";
import { readIfThere, writeFileAtomic } from "../base/files.ts";
import { canonicalJson } from "../base/json.ts";

const name = "manifest.json";

const texts = z.record(z.string(), z.string());
const json = z.record(z.string(), z.json());
const place = { versions: texts, machine: json };

const manifestSchema = z.object({
  tool: z.literal("traitlab"),
  schema: z.literal(1),
  /** `discarded`: being deleted; what is left of the folder is worth nothing. */
  status: z.enum(["running", "done", "interrupted", "failed", "discarded"]),
  /** What the user asked for, e.g. "study emoji". */
  command: z.string(),
  /** Every option that decides a number, defaults filled in. */
  config: json,
  seed: z.number(),
  /** What was read, by name, each with its SHA-256: models, data, personas. */
  inputs: texts,
  /** Each automatic choice with its value and its reason. */
  choices: z.record(z.string(), z.object({ value: z.json(), reason: z.string() })),
  ...place,
  /** Set where other versions or another machine went on with the run. */
  continuedWith: z.array(z.object(place)).optional(),
  /** Lines of `items.jsonl`; set once status is `done`. */
  items: z.number().int().optional(),
  /** Set while status is `failed` or `interrupted`. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** What `manifest.json` says of a run. It holds no times: those are in `log.jsonl`. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest in `folder`, or undefined where it holds none. Throws "bad-input" where it is not one of ours. */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, name);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const found = parse(path, text);
  const parsed = manifestSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  const newer = z.object({ tool: z.literal("traitlab"), schema: z.number().int().min(2) }).safeParse(found);
  if (newer.success)
    throw badInput(`${path} was written by a newer traitlab (schema ${newer.data.schema}); this one reads schema 1.`);
  const issue = parsed.error.issues[0]!;
  const where = issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw badInput(`${path} is not the manifest of a traitlab run${where}: ${issue.message}; give another folder.`);
}

/** Writes the manifest, whole or not at all. */
export const writeManifest = (folder: string, manifest: Manifest): void =>
  writeFileAtomic(join(folder, name), `${canonicalJson(manifest, 2)}\n`);

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(`${path} is not the manifest of a traitlab run: it is not JSON; give another folder.`, error);
  }
}
