import { open } from "node:fs/promises";
import { readGguf } from "../src/model/gguf/read.ts";
import { type TestGguf, type TestValue, writeGguf } from "../src/model/testing/write-gguf.ts";

/** Writes the model anew with something of it changed. */
export async function changeGguf(path: string, change: (file: TestGguf) => TestGguf): Promise<void> {
  const { metadata, tensors } = await readGguf(path);
  const handle = await open(path);
  const read = await Promise.all(
    tensors.map(async ({ name, shape, encoding, offset, bytes }) => {
      const data = new Uint8Array(bytes);
      await handle.read(data, 0, bytes, offset);
      return { name, shape, encoding, data };
    }),
  );
  await handle.close();
  writeGguf(path, change({ metadata: Object.fromEntries(metadata) as Record<string, TestValue>, tensors: read }));
}
