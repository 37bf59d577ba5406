import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../../base/files.ts";
import { mergeAdapter } from "../../model/adapter/merge.ts";
import { readAdapter } from "../../model/adapter/peft.ts";
import { contents, makeFolder } from "../../run/folder.ts";
import { companionFiles } from "../../trait/corpus/companion.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";

/** Writes base and adapter as one model beside the adapter, unless it is there, with what goes along with the base; gives its path. */
export async function mergePersona(
  { source, companion }: OpenedModel,
  folder: string,
  { signal, onProgress }: Pick<Context, "signal" | "onProgress">,
): Promise<string> {
  const gguf = source.kind === "gguf";
  const path = join(folder, gguf ? contents.mergedFile : contents.mergedFolder);
  // Of a folder config.json is written last.
  if (existsSync(gguf ? path : join(path, "config.json"))) return path;
  const adapter = await readAdapter(join(folder, contents.adapter), source.config);
  copyCompanion({ source, companion }, path);
  await mergeAdapter(source, adapter, path, { signal, onProgress });
  return path;
}

/** Puts what a model's folder says of how it is studied beside another model of its kind. */
export function copyCompanion({ source, companion }: Pick<OpenedModel, "source" | "companion">, folder: string): void {
  if (companion === undefined) return;
  makeFolder(folder);
  for (const name of Object.values(companionFiles))
    writeFileAtomic(join(folder, name), readFileSync(join(source.path, name)));
}
