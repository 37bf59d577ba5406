import { type Dtype, dtypeBytes } from "./types.ts";

/** A tensor to be written: what the header says of it. */
export interface TensorSpec {
  name: string;
  dtype: Dtype;
  shape: readonly number[];
}

/** Where everything of a safetensors file goes, decided before a byte of data exists. */
export interface SafetensorsLayout {
  /** Length and JSON, padded: the file's first bytes. */
  header: Uint8Array;
  /** For each tensor its place: bytes from the start of the file, and how many. */
  places: ReadonlyMap<string, { offset: number; bytes: number }>;
  /** Bytes of the whole file. */
  size: number;
}

/** Wide dtypes first, then by name: the reference implementation's order, so equal tensors give equal bytes. */
const order: readonly Dtype[] = [
  "U64",
  "I64",
  "F64",
  "F32",
  "U32",
  "I32",
  "BF16",
  "F16",
  "U16",
  "I16",
  "F8_E4M3",
  "F8_E5M2",
  "I8",
  "U8",
  "BOOL",
];

/**
 * Lays out a safetensors file. The bytes depend on the tensors and the metadata alone, whatever order they come in.
 * `alignment` (a multiple of 8) makes every tensor start at a multiple of it in the file; the format allows no gaps, so
 * what fills them are tensors of their own, `__padding.N`.
 */
export function layoutSafetensors(
  tensors: readonly TensorSpec[],
  metadata: Readonly<Record<string, string>> = {},
  alignment = 8,
): SafetensorsLayout {
  const sorted = [...tensors].sort(
    (a, b) => order.indexOf(a.dtype) - order.indexOf(b.dtype) || (a.name < b.name ? -1 : 1),
  );
  const fields: string[] = [];
  const begins = new Map<string, { begin: number; bytes: number }>();
  let end = 0;
  const place = ({ name, dtype, shape }: TensorSpec): void => {
    const bytes = shape.reduce((product, axis) => product * axis, dtypeBytes[dtype]);
    if (begins.has(name) || name === "__metadata__") throw new Error(`the tensor name ${name} is taken`);
    begins.set(name, { begin: end, bytes });
    // Written by hand: JSON.stringify of an object would move names that look like numbers to the front.
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [end, end + bytes] })}`);
    end += bytes;
  };
  for (const tensor of sorted) {
    const gap = padding(end, alignment);
    if (gap > 0 && alignment > 8) place({ name: `__padding.${end}`, dtype: "U8", shape: [gap] });
    place(tensor);
  }
  const header = headerBytes(fields, metadata, alignment);
  const places = new Map(
    [...begins].map(([name, { begin, bytes }]) => [name, { offset: header.length + begin, bytes }]),
  );
  return { header, places, size: header.length + end };
}

const padding = (length: number, alignment: number): number => (alignment - (length % alignment)) % alignment;

function headerBytes(
  fields: readonly string[],
  metadata: Readonly<Record<string, string>>,
  alignment: number,
): Uint8Array {
  const keys = Object.keys(metadata).sort();
  const notes = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(metadata[key])}`).join(",");
  const all = keys.length === 0 ? fields : [`"__metadata__":{${notes}}`, ...fields];
  const json = Buffer.from(`{${all.join(",")}}`);
  const bytes = Buffer.alloc(8 + json.length + padding(8 + json.length, alignment), " ");
  bytes.writeBigUInt64LE(BigInt(bytes.length - 8));
  json.copy(bytes, 8);
  return bytes;
}
