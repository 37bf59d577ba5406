import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder of its own for a test file, removed when its tests are over. Call it at the file's top level. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "traitlab-model-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
