import { unzipSync } from "fflate";
import { badInput, TraitlabError } from "../../base/errors.ts";
import { readRange, withFile } from "../weights/open-file.ts";

/** Vectors take some MB; beyond this a file is a model or a mistake. */
const maxBytes = 1 << 30;
const maxPickleBytes = 16 << 20;
const maxEntries = 100_000;

/** PyTorch's archive, its files by their names without the folder that all lie in. */
export type Archive = ReadonlyMap<string, Uint8Array>;

/**
 * Opens what `torch.save` writes since PyTorch 1.6: a zip archive, not compressed. Throws "bad-input" for a file that is absent, too large,
 * damaged, or something else, naming the older format and a bare pickle.
 */
export async function openArchive(path: string): Promise<{ path: string; files: Archive }> {
  return withFile(path, async (handle, state) => {
    if (state.size > maxBytes)
      throw badInput(`${state.path} has ${state.size} bytes; a file of vectors has at most ${maxBytes}.`);
    const bytes = await readRange(handle, state.path, 0, state.size);
    return { path: state.path, files: unpacked(bytes, state.path) };
  });
}

function unpacked(bytes: Buffer, path: string): Archive {
  if (bytes.toString("latin1", 0, 2) !== "PK") throw badInput(`${path} ${whatElse(bytes)}`);
  const files = unzipped(bytes, path);
  const pickles = [...files.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1)
    throw badInput(
      `${path} is a zip archive, but not one of PyTorch's: it has ${pickles.length} files data.pkl, not 1.`,
    );
  const folder = pickles[0]!.slice(0, -"data.pkl".length);
  const own = [...files].filter(([name]) => name.startsWith(folder));
  const archive = new Map(own.map(([name, data]) => [name.slice(folder.length), data]));
  if (archive.get("data.pkl")!.length > maxPickleBytes)
    throw badInput(`${path} has a pickle of more than ${maxPickleBytes} bytes: it holds more than a vector.`);
  const order = Buffer.from(archive.get("byteorder") ?? "little").toString("latin1");
  if (order !== "little") throw badInput(`${path} was written on a big-endian machine; save it on an ordinary one.`);
  return archive;
}

/** The archive's files that matter. Sizes are held against the file's own before a byte is copied. */
function unzipped(bytes: Buffer, path: string): Map<string, Uint8Array> {
  let entries = 0;
  let left = bytes.length;
  const filter = ({ name, size, originalSize, compression }: Parameters<NonNullable<Filter>>[0]): boolean => {
    if (++entries > maxEntries) throw badInput(`${path} is a damaged zip archive: it lists too many files.`);
    if (!/^[^/]+\/(data\.pkl|byteorder|data\/[^/]+|extra\/[^/]+)$/.test(name)) return false;
    if (compression !== 0) throw badInput(`${path} is a compressed zip archive; PyTorch's are not: save it again.`);
    left -= size;
    if (size !== originalSize || left < 0)
      throw badInput(`${path} is a damaged zip archive: its files are larger than it.`);
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (error) {
    if (error instanceof TraitlabError) throw error;
    throw badInput(`${path} is a damaged zip archive: download or save it again.`, error);
  }
}
type Filter = NonNullable<Parameters<typeof unzipSync>[1]>["filter"];

/** The first bytes of PyTorch's format before 1.6: a pickle of the number 0x1950a86a20f9469cfc6c. */
const beforeArchives = Buffer.from("80028a0a6cfc9c46f9206aa85019", "hex");

function whatElse(bytes: Buffer): string {
  const again = "open it with a current PyTorch and write it with torch.save(vector, path).";
  if (bytes.subarray(0, beforeArchives.length).equals(beforeArchives))
    return `is in PyTorch's format from before version 1.6 (no zip archive), which is not read: ${again}`;
  if (bytes[0] === 0x80) return `is a bare pickle and not PyTorch's archive, and is not read: ${again}`;
  return "is not a PyTorch file: it does not start as a zip archive does.";
}
