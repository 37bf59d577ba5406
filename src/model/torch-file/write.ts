import { type Zippable, zipSync } from "fflate";
import { writeFileAtomic } from "../../base/files.ts";

/** A matrix to write: f32 [rows, columns], row-major. */
export interface TorchMatrix {
  rows: number;
  columns: number;
  values: Float32Array;
}

/**
 * Writes one f32 matrix as `torch.save` does, whole or not at all; `torch.load(path, weights_only=True)` reads it. Equal matrices give equal
 * bytes. Throws "incomplete" on a full disk.
 *
 * @param extra further files by name, which PyTorch leaves alone
 */
export function writeTorchFile(path: string, matrix: TorchMatrix, extra: Readonly<Record<string, string>> = {}): void {
  const { buffer, byteOffset, byteLength } = matrix.values;
  const files: [string, Uint8Array][] = [
    ["archive/data.pkl", pickled(matrix)],
    ["archive/byteorder", Buffer.from("little")],
    ["archive/data/0", new Uint8Array(buffer, byteOffset, byteLength)],
    ["archive/version", Buffer.from("3\n")],
    ...Object.entries(extra).map(([name, text]): [string, Uint8Array] => [`archive/extra/${name}`, Buffer.from(text)]),
  ];
  // A date at all, and the same everywhere: zip's dates have no time zone.
  writeFileAtomic(path, zipSync(aligned(files), { level: 0, mtime: new Date(1980, 0, 1) }));
}

const localHeader = 30;
const extraHeader = 4;
/** PyTorch's own id of the padding that puts each file at a multiple of 64 bytes, so that it can be mapped. */
const paddingId = 0x4246;
const alignment = 64;

function aligned(files: readonly [string, Uint8Array][]): Zippable {
  let at = 0;
  return Object.fromEntries(
    files.map(([name, data]) => {
      const start = at + localHeader + name.length + extraHeader;
      const padding = (alignment - (start % alignment)) % alignment;
      at = start + padding + data.length;
      return [name, [data, { extra: { [paddingId]: new Uint8Array(padding) } }]];
    }),
  );
}

/** torch._utils._rebuild_tensor_v2(storage, 0, (rows, columns), (columns, 1), False, OrderedDict()) in pickle's protocol 2. */
function pickled({ rows, columns, values }: TorchMatrix): Uint8Array {
  const text = (value: string) => Buffer.concat([Buffer.from("X"), u32(value.length), Buffer.from(value)]);
  const int = (value: number) => Buffer.concat([Buffer.from("J"), u32(value)]);
  const global = (module: string, name: string) => Buffer.from(`c${module}\n${name}\n`);
  const pair = (a: number, b: number) => Buffer.concat([int(a), int(b), Buffer.of(0x86)]);
  return Buffer.concat([
    Buffer.of(0x80, 2),
    global("torch._utils", "_rebuild_tensor_v2"),
    Buffer.from("(("),
    text("storage"),
    global("torch", "FloatStorage"),
    text("0"),
    text("cpu"),
    int(values.length),
    Buffer.from("tQ"),
    int(0),
    pair(rows, columns),
    pair(columns, 1),
    Buffer.of(0x89),
    global("collections", "OrderedDict"),
    Buffer.from(")RtR."),
  ]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
