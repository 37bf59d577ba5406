import { createHash } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readIfThere, writeFailure, writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";

/** A file and the name under which it counts. */
export interface NamedFile {
  name: string;
  path: string;
}

export interface HashOptions {
  /** Folder that remembers the hashes of files by size and time of change, so that a model is read through once. */
  cacheDir?: string;
  signal?: AbortSignal;
}

/**
 * SHA-256 of a model's content in hex. One file: the file's own, as published beside downloads. Several: that of the
 * lines "sha256  name" in order of name (`sha256sum`'s output), so that it does not depend on where they lie.
 */
export async function contentHash(files: readonly NamedFile[], options: HashOptions = {}): Promise<string> {
  const lines: string[] = [];
  for (const { name, path } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const hash = await fileHash(path, options);
    if (files.length === 1) return hash;
    lines.push(`${hash}  ${name}\n`);
  }
  return createHash("sha256").update(lines.join("")).digest("hex");
}

async function fileHash(path: string, { cacheDir, signal }: HashOptions): Promise<string> {
  if (cacheDir === undefined) return streamHash(path, signal);
  const { size, mtimeNs } = await stat(path, { bigint: true });
  const state = { path, size: String(size), mtimeNs: String(mtimeNs) };
  const folder = join(cacheDir, "hashes");
  const note = join(folder, `${createHash("sha256").update(path).digest("hex").slice(0, 32)}.json`);
  const known = remembered(readIfThere(note));
  if (known?.size === state.size && known.mtimeNs === state.mtimeNs && known.path === path) return known.sha256;
  const sha256 = await streamHash(path, signal);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  writeFileAtomic(note, canonicalJson({ ...state, sha256 }));
  return sha256;
}

async function streamHash(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

type Remembered = Record<"path" | "size" | "mtimeNs" | "sha256", string>;

/** A damaged note is no note. */
function remembered(text: string | undefined): Remembered | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    const legal = typeof value === "object" && value !== null && /^[0-9a-f]{64}$/.test((value as Remembered).sha256);
    return legal ? (value as Remembered) : undefined;
  } catch {
    return undefined;
  }
}
