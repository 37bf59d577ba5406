import { badInput } from "../../base/errors.ts";
import { widenHalves } from "../weights/half.ts";
import { Global, type StorageEncoding } from "./globals.ts";
import { type PickledValue, Storage, TorchTensor } from "./value.ts";

const bytesOf: Record<StorageEncoding, number> = { f16: 2, bf16: 2, f32: 4, f64: 8 };
const maxDimensions = 8;
/** Values of one tensor: a view can be far larger than its storage, and nothing that is read here comes near. */
const maxValues = 1 << 26;

/** The storage that a persistent id stands for: ("storage", class, key, device, count). Throws "bad-input" for any other. */
export function storageOf(id: PickledValue, where: string): Storage {
  const [kind, type, key, , count] = Array.isArray(id) ? id : [];
  const encoding = type instanceof Global ? type.storage : undefined;
  if (kind !== "storage" || encoding === undefined || typeof key !== "string" || !isCount(count))
    throw damaged(where, "refers to something that is no storage");
  return new Storage(encoding, key, count);
}

/** What `_rebuild_tensor_v2(storage, offset, shape, strides, ...)` makes. Throws "bad-input" where it reaches beyond its storage. */
export function tensorOf(given: PickledValue, where: string): TorchTensor {
  const [storage, offset, shape, strides] = Array.isArray(given) ? given : [];
  if (!(storage instanceof Storage) || !isCount(offset) || !areCounts(shape) || !areCounts(strides))
    throw damaged(where, "makes a tensor of something else than a storage, an offset, a shape and strides");
  const values = shape.reduce((product, axis) => product * axis, 1);
  if (shape.length !== strides.length || shape.length > maxDimensions || values > maxValues)
    throw damaged(where, `has a tensor of shape [${shape.slice(0, maxDimensions)}] with ${strides.length} strides`);
  const last = shape.reduce((sum, axis, i) => sum + (axis - 1) * strides[i]!, offset);
  if (values > 0 && last >= storage.count)
    throw damaged(where, `has a tensor of shape [${shape}] that reaches beyond its ${storage.count} numbers`);
  return new TorchTensor(storage, offset, shape, strides);
}

/**
 * A tensor's values as f32, row-major; of doubles the nearest. Throws "bad-input" where the archive's file has another size than the storage.
 *
 * @param data the storage's file
 */
export function valuesOf(tensor: TorchTensor, data: Uint8Array, where: string): Float32Array {
  const { storage, offset, shape, strides } = tensor;
  const bytes = storage.count * bytesOf[storage.encoding];
  if (data.length !== bytes)
    throw damaged(where, `says that its storage "${storage.key}" has ${bytes} bytes, and it has ${data.length}`);
  const numbers = decoded(storage, data);
  const values = new Float32Array(shape.reduce((product, axis) => product * axis, 1));
  const index = shape.map(() => 0);
  for (let i = 0, from = offset; i < values.length; i++) {
    values[i] = numbers[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return values;
}

function decoded({ encoding, count }: Storage, data: Uint8Array): Float32Array | Float64Array {
  const values = encoding === "f64" ? new Float64Array(count) : new Float32Array(count);
  if (encoding === "f16" || encoding === "bf16") widenHalves(encoding, data, values as Float32Array);
  else new Uint8Array(values.buffer).set(data);
  return values;
}

const damaged = (where: string, what: string) =>
  badInput(`${where} ${what}: the file is damaged; download or save it again.`);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);
