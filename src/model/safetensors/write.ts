import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder, type WriteAt, writeAll, writeFailure } from "../../base/files.ts";
import { layoutSafetensors, type SafetensorsLayout } from "./layout.ts";
import type { Dtype } from "./types.ts";

/** A tensor to write: `values` in row-major order, as many as the shape says. Halves go as their 16 bits with a dtype. */
export interface TensorToWrite {
  shape: readonly number[];
  values: Float32Array | Uint8Array | Int8Array | Uint16Array;
  /** Needed for Uint16Array only: F16 or BF16. */
  dtype?: "F16" | "BF16";
}

/**
 * Writes a safetensors file whole or not at all (temporary name, flush, rename). Equal tensors and metadata give equal
 * bytes, in whatever order they come. Throws "incomplete" on a full disk, "bad-input" where the place cannot be written.
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, TensorToWrite>,
  metadata: Readonly<Record<string, string>> = {},
  writeAt: WriteAt = writeSync,
): Promise<void> {
  const layout = layoutSafetensors(
    [...tensors].map(([name, tensor]) => ({ name, shape: tensor.shape, dtype: dtypeOf(name, tensor) })),
    metadata,
  );
  await streamSafetensors(
    path,
    layout,
    async (put) => {
      for (const [name, { values }] of tensors) {
        put(name, 0, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      }
    },
    writeAt,
  );
}

/** Writes `bytes` into tensor `name`, `at` bytes from its start. */
export type PutBytes = (name: string, at: number, bytes: Uint8Array) => void;

/**
 * Writes a safetensors file of a known layout from data that `fill` makes part by part, whole or not at all. Bytes that
 * `fill` does not put are zero. Throws what `fill` throws, and as {@link writeSafetensors}; nothing is left then.
 */
export async function streamSafetensors(
  path: string,
  layout: SafetensorsLayout,
  fill: (put: PutBytes) => Promise<void>,
  writeAt: WriteAt = writeSync,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.truncate(layout.size);
      writeAll(handle.fd, layout.header, 0, writeAt);
      await fill((name, at, bytes) => {
        const place = layout.places.get(name);
        if (place === undefined || at + bytes.length > place.bytes) throw new Error(`no place for ${name} at ${at}`);
        writeAll(handle.fd, bytes, place.offset + at, writeAt);
      });
      await handle.sync();
    } finally {
      await handle.close();
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw isSystemError(error) ? writeFailure(path, error) : error;
  }
  syncFolder(dirname(path));
}

/** An error of the operating system (ENOSPC, EACCES), not one of ours or a bug. */
const isSystemError = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));

function dtypeOf(name: string, { shape, values, dtype }: TensorToWrite): Dtype {
  const length = shape.reduce((product, axis) => product * axis, 1);
  if (length !== values.length)
    throw new Error(`${name} has ${values.length} values for the shape [${shape.join(", ")}]`);
  if (values instanceof Float32Array) return "F32";
  if (values instanceof Uint8Array) return "U8";
  if (values instanceof Int8Array) return "I8";
  if (dtype === undefined) throw new Error(`${name} has 16 bits a value: say F16 or BF16`);
  return dtype;
}
