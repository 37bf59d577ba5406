import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goldenFolder } from "../../../testing/golden-llama.ts";

/** What oracles/vectors_formats.py writes. */
interface GoldenFormats {
  files: Record<string, { base64: string; tensors?: Record<string, { shape: number[]; values: number[] }> }>;
  repeng: string;
  vectors: number[][];
  coefficient: number;
  /** By row of persona_vectors' layout. */
  logits: Record<string, number[]>;
  folded: number[];
}

export const goldenFormatsFolder = goldenFolder("vectors-formats");
export const goldenFormats = JSON.parse(readFileSync(join(goldenFormatsFolder, "made.json"), "utf8")) as GoldenFormats;

/** Puts a golden file into a folder and gives its path. */
export function putFile(folder: string, name: string, base64: string): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(base64, "base64"));
  return path;
}
