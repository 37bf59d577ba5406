import { join } from "node:path";
import { readIfThere } from "../base/files.ts";
import { contents } from "./folder.ts";
import type { Manifest } from "./manifest.ts";

/** What a run that is done lacks of its results, in words; nothing where it is whole. All of it can be made again. */
export function lostResults(folder: string, { items = 0 }: Pick<Manifest, "items">): string[] {
  const lines = (readIfThere(join(folder, contents.items)) ?? "").split("\n").length - 1;
  return [
    ...(isJson(readIfThere(join(folder, contents.findings))) ? [] : [contents.findings]),
    ...(lines < items ? [`${items - lines} of the ${items} lines of ${contents.items}`] : []),
  ];
}

function isJson(text: string | undefined): boolean {
  try {
    return text !== undefined && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}
