import { badInput } from "../../base/errors.ts";
import type { GgufTensor } from "./types.ts";

/**
 * Checks that every tensor starts on an aligned byte, lies inside the file and overlaps no other. Throws "bad-input"
 * naming the first tensor that does not.
 */
export function checkPlacement(
  tensors: readonly GgufTensor[],
  file: { path: string; size: number; dataStart: number; alignment: number },
): void {
  const inOrder = [...tensors].sort((a, b) => a.offset - b.offset);
  for (const [i, tensor] of inOrder.entries()) {
    const end = tensor.offset + tensor.bytes;
    if (end > file.size) {
      throw badInput(
        `${file.path}: tensor "${tensor.name}" lies at bytes ${tensor.offset} to ${end}, but the file has only ${file.size}: ` +
          "it is truncated or damaged; download it again.",
      );
    }
    if ((tensor.offset - file.dataStart) % file.alignment !== 0) {
      throw badInput(
        `${file.path}: tensor "${tensor.name}" starts at byte ${tensor.offset - file.dataStart} of the data, which is no ` +
          `multiple of the file's alignment of ${file.alignment}: the file is damaged.`,
      );
    }
    const next = inOrder[i + 1];
    if (next !== undefined && next.offset < end) {
      throw badInput(`${file.path}: the tensors "${tensor.name}" and "${next.name}" overlap: the file is damaged.`);
    }
  }
}
