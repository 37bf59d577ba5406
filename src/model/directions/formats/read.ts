import { badInput } from "../../../base/errors.ts";
import { readRange, withFile } from "../../weights/open-file.ts";
import { readControlVector } from "./control-vector.ts";
import { readCsvVectors } from "./csv.ts";
import type { ForeignVectors, ModelSize, VectorFormat } from "./foreign.ts";
import { readPlainVectors } from "./plain.ts";
import type { RowFormat } from "./rows.ts";
import { readTorchVectors } from "./torch.ts";

/** Containers by what they begin with, and the formats that lie in them. */
const containers = {
  ".pt": ["persona-vectors", "assistant-axis"],
  ".gguf": ["gguf"],
  ".safetensors": ["safetensors", "persona-vectors", "assistant-axis"],
  ".csv": ["csv"],
} as const satisfies Record<string, readonly VectorFormat[]>;
type Container = keyof typeof containers;

/**
 * Reads somebody else's vectors for a model. What kind of file it is, its first bytes say; which layers its rows are, their number, or the
 * format that is asked for. Throws "bad-input" where it is damaged, something else, or for another model.
 */
export async function readForeignVectors(
  path: string,
  asked: VectorFormat | undefined,
  model: ModelSize,
): Promise<ForeignVectors> {
  const container = await containerOf(path);
  const legal: readonly VectorFormat[] = containers[container];
  if (asked !== undefined && !legal.includes(asked))
    throw badInput(
      `${path} is a ${container} file, and ${asked} vectors are not kept in one: ${legal.join(", ")} are.`,
    );
  if (container === ".pt") return readTorchVectors(path, asked as RowFormat | undefined, model);
  if (container === ".gguf") return readControlVector(path, model);
  if (container === ".csv") return readCsvVectors(path, model);
  return readPlainVectors(path, asked as RowFormat | "safetensors" | undefined, model);
}

async function containerOf(path: string): Promise<Container> {
  const head = await withFile(path, (handle, state) => readRange(handle, state.path, 0, Math.min(9, state.size)));
  const text = head.toString("latin1");
  // Asked first: it begins with a length, whose bytes may be any.
  if (text[8] === "{" && head.readUInt32LE(4) === 0) return ".safetensors";
  if (text.startsWith("PK") || head[0] === 0x80) return ".pt";
  if (text.startsWith("GGUF")) return ".gguf";
  if (path.endsWith(".csv")) return ".csv";
  throw badInput(`${path} is no file of vectors: a .pt, .gguf, .safetensors or .csv is legal, by its content.`);
}
