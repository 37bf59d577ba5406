import { badInput, type TraitlabError } from "../../base/errors.ts";
import { type Dtype, dtypeBytes, type SafetensorsEntry } from "./types.ts";

/**
 * Parses a safetensors header and checks it against the `dataBytes` bytes of data that follow it: every tensor known,
 * inside the data, as long as its shape says, overlapping no other. Throws "bad-input" naming file and tensor.
 * Layout: https://huggingface.co/docs/safetensors
 */
export function parseHeader(
  json: Uint8Array,
  file: { path: string; dataStart: number; dataBytes: number },
): { entries: SafetensorsEntry[]; metadata: Record<string, string> } {
  const header = parseObject(json, file.path);
  const metadata = parseMetadata(header.__metadata__, file.path);
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => parseEntry(name, value, file));
  checkOverlaps(entries, file.path);
  return { entries, metadata };
}

function parseObject(json: Uint8Array, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (cause) {
    throw badInput(`${path} is no safetensors file, or a damaged one: its header is not JSON.`, cause);
  }
  if (!isObject(value)) throw badInput(`${path} is no safetensors file: its header is not a JSON object.`);
  return value;
}

function parseMetadata(value: unknown, path: string): Record<string, string> {
  if (value === undefined) return {};
  if (isObject(value) && Object.values(value).every((item) => typeof item === "string")) {
    return value as Record<string, string>;
  }
  throw badInput(`${path}: the header's "__metadata__" is not a map of strings: the file is damaged.`);
}

function parseEntry(
  name: string,
  value: unknown,
  file: { path: string; dataStart: number; dataBytes: number },
): SafetensorsEntry {
  const damaged = (detail: string): TraitlabError => badInput(`${file.path}: tensor "${name}" ${detail}.`);
  if (!isObject(value)) throw damaged("has no entry of dtype, shape and data_offsets: the file is damaged");
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(dtypeBytes, dtype)) {
    throw damaged(`has the dtype ${JSON.stringify(dtype)}, which is not supported; F32, F16 and BF16 are`);
  }
  if (!isCounts(shape)) throw damaged("has a shape that is not a list of whole numbers: the file is damaged");
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw damaged("has data_offsets that are not two whole numbers: the file is damaged");
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > file.dataBytes) {
    throw damaged(
      `lies at bytes ${begin} to ${end} of the data, but the file has only ${file.dataBytes} there: ` +
        "it is truncated or damaged; download it again",
    );
  }
  const bytes = shape.reduce((product, axis) => product * axis, dtypeBytes[dtype as Dtype]);
  if (bytes !== end - begin) {
    throw damaged(
      `has ${end - begin} bytes, but its shape [${shape.join(", ")}] in ${dtype} needs ${bytes}: the file is damaged`,
    );
  }
  return { name, dtype: dtype as Dtype, shape, offset: file.dataStart + begin, bytes };
}

function checkOverlaps(entries: readonly SafetensorsEntry[], path: string): void {
  const inOrder = entries.filter(({ bytes }) => bytes > 0).sort((a, b) => a.offset - b.offset);
  for (const [i, entry] of inOrder.entries()) {
    const next = inOrder[i + 1];
    if (next !== undefined && next.offset < entry.offset + entry.bytes) {
      throw badInput(`${path}: the tensors "${entry.name}" and "${next.name}" overlap: the file is damaged.`);
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
