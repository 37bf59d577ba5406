import { badInput } from "../../base/errors.ts";
import { withFile } from "../weights/open-file.ts";
import { HeadReader } from "./head-reader.ts";
import { checkPlacement } from "./placement.ts";
import { blockSizeOf, describeGgmlType, encodingOf, legalGgmlTypes } from "./tensor-types.ts";
import type { GgufFile, GgufTensor, GgufValue } from "./types.ts";
import { readValue } from "./values.ts";

const magic = 0x46554747; // "GGUF"
const defaultAlignment = 32;
const maxDimensions = 4;
/** Least bytes of a metadata entry (empty key, type, one byte) and of a tensor's entry (empty name, one dimension). */
const leastEntryBytes = 13;
const leastTensorBytes = 32;

/**
 * Reads and checks the header of a GGUF file (versions 2 and 3, little endian); the tensors' data stay where they are.
 * Throws "bad-input" for a file that is absent, truncated, damaged, of another version or byte order, or that holds a
 * tensor of a type we do not read. Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export async function readGguf(path: string): Promise<GgufFile> {
  return withFile(path, (handle, state) => ({
    ...state,
    ...parse(new HeadReader(handle.fd, state.path, state.size), state.path, state.size),
  }));
}

function parse(
  reader: HeadReader,
  path: string,
  size: number,
): Pick<GgufFile, "version" | "metadata" | "tensors" | "dataStart"> {
  reader.where = "the magic number";
  if (reader.u32() !== magic) {
    throw badInput(`${path} is not a GGUF file: it does not start with the bytes "GGUF".`);
  }
  const version = readVersion(reader, path);
  reader.where = "the header";
  const tensorCount = reader.size();
  const entryCount = reader.size();
  reader.expect(entryCount, leastEntryBytes, "metadata entries");
  reader.expect(tensorCount, leastTensorBytes, "tensors");

  const metadata = readMetadata(reader, entryCount, path);
  const alignment = alignmentOf(metadata, path);
  const listed = readTensors(reader, tensorCount, path);
  const dataStart = Math.ceil(reader.position / alignment) * alignment;
  const tensors = listed.map((tensor) => ({ ...tensor, offset: dataStart + tensor.offset }));
  checkPlacement(tensors, { path, size, dataStart, alignment });
  return { version, metadata, tensors, dataStart };
}

function readVersion(reader: HeadReader, path: string): 2 | 3 {
  const version = reader.u32();
  if (version === 2 || version === 3) return version;
  if ((version & 0xffff) === 0 && version !== 0) {
    throw badInput(`${path} is a big-endian GGUF; only little-endian files are read: download the ordinary variant.`);
  }
  throw badInput(
    `${path} is GGUF version ${version}; versions 2 and 3 are read: convert it again with a current llama.cpp.`,
  );
}

function readMetadata(reader: HeadReader, count: number, path: string): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < count; i++) {
    reader.where = `the key of metadata entry ${i}`;
    const key = reader.string();
    if (metadata.has(key)) throw badInput(`${path} has the metadata key "${key}" twice: the file is damaged.`);
    reader.where = `the metadata value "${key}"`;
    metadata.set(key, readValue(reader));
  }
  return metadata;
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>, path: string): number {
  const alignment = metadata.get("general.alignment") ?? defaultAlignment;
  if (typeof alignment === "number" && alignment >= 1 && Number.isInteger(Math.log2(alignment))) return alignment;
  throw badInput(`${path} has general.alignment ${String(alignment)}; it must be a power of two.`);
}

/** The tensors' entries, with offsets still counted from the start of the data. */
function readTensors(reader: HeadReader, count: number, path: string): GgufTensor[] {
  const seen = new Set<string>();
  return Array.from({ length: count }, (_, i) => {
    reader.where = `the entry of tensor ${i}`;
    const tensor = readTensor(reader, path);
    if (seen.has(tensor.name)) throw badInput(`${path} has the tensor "${tensor.name}" twice: the file is damaged.`);
    seen.add(tensor.name);
    return tensor;
  });
}

function readTensor(reader: HeadReader, path: string): GgufTensor {
  const name = reader.string();
  const dimensions = reader.u32();
  if (dimensions < 1 || dimensions > maxDimensions) {
    throw badInput(`${path}: tensor "${name}" has ${dimensions} dimensions; 1 to ${maxDimensions} are legal.`);
  }
  const shape = Array.from({ length: dimensions }, () => reader.size()).reverse();
  const number = reader.u32();
  const offset = reader.size();
  const encoding = encodingOf(number);
  if (encoding === undefined) {
    throw badInput(
      `${path}: tensor "${name}" is ${describeGgmlType(number)}, which is not supported; supported are ${legalGgmlTypes}. ` +
        "Take another quantisation of the model, e.g. Q4_K_M or Q8_0.",
    );
  }
  const block = blockSizeOf(encoding);
  const row = shape.at(-1)!;
  if (shape.includes(0) || row % block.values !== 0) {
    throw badInput(
      `${path}: tensor "${name}" has the shape [${shape.join(", ")}], which ${encoding.toUpperCase()} cannot hold: ` +
        `rows are a positive multiple of ${block.values} values.`,
    );
  }
  const bytes = shape.reduce((product, axis) => product * axis, 1) * (block.bytes / block.values);
  return { name, shape, encoding, offset, bytes };
}
