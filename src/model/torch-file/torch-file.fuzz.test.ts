import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { goldenFormats } from "../directions/formats/testing/golden.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { readTorchFile } from "./read.ts";
import { unpickle } from "./unpickle.ts";
import { TorchTensor } from "./value.ts";
import { writeTorchFile } from "./write.ts";

const path = join(temporaryFolder(), "fuzzed.pt");

/** Reads whatever it is: values, or one sentence for the user. */
function expectValueOrSentence(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof TraitlabError)) throw error;
    expect(error.code).toBe("bad-input");
    expect(error.message).toMatch(/^\S.*\.$/s);
    expect(error.message.length).toBeLessThan(2500);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal from a file
    expect(error.message).not.toMatch(/[\x00-\x1f\x7f]/);
  }
}

async function readAll(): Promise<void> {
  const read = await readTorchFile(path).then(
    (file) => () => file.value instanceof TorchTensor && file.values(file.value),
    (error: unknown) => () => {
      throw error;
    },
  );
  expectValueOrSentence(read);
}

/** The opcodes that are read, so that random pickles go somewhere. */
const known = Array.from("\x80\x95.(NJKMG\x8aX\x8c]ae)t\x85\x86\x87}suhjqr\x94\x93RQ", (c) => c.charCodeAt(0));
const someByte = fc.oneof(fc.constantFrom(...known), fc.integer({ min: 0, max: 255 }));
const names = fc
  .constantFrom(
    "ctorch._utils\n_rebuild_tensor_v2\n",
    "ctorch\nFloatStorage\n",
    "ccollections\nOrderedDict\n",
    "cos\nsystem\n",
    "X\x07\0\0\0storage",
  )
  .map((text) => [...Buffer.from(text, "latin1")]);
const pickles = fc
  .array(fc.oneof({ weight: 4, arbitrary: someByte.map((byte) => [byte]) }, { weight: 1, arbitrary: names }), {
    maxLength: 120,
  })
  .map((parts) => Uint8Array.from([0x80, 2, ...parts.flat(), 0x2e]));

const valid = Object.values(goldenFormats.files).map(({ base64 }) => Buffer.from(base64, "base64"));

describe("the reader of PyTorch's files, given anything", () => {
  it("random pickles give a value or a sentence", () => {
    fc.assert(
      fc.property(pickles, (pickle) => expectValueOrSentence(() => unpickle(pickle, "a pickle"))),
      { numRuns: 3000 },
    );
  });

  it("random pickles in an archive, and random bytes, too", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          pickles.map((pickle) => zipSync({ "a/data.pkl": [pickle, { level: 0 }] })),
          fc.uint8Array(),
        ),
        async (bytes) => {
          writeFileSync(path, bytes);
          await readAll();
        },
      ),
      { numRuns: 200 },
    );
  });

  it("valid files with bytes changed or cut off, too", async () => {
    const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...valid),
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat()),
        async (file, changes, cut) => {
          const bytes = Buffer.from(file);
          for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
          writeFileSync(path, cut === null ? bytes : bytes.subarray(0, cut % bytes.length));
          await readAll();
        },
      ),
      { numRuns: 400 },
    );
  });

  it("reads back every matrix that it writes", async () => {
    const matrix = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 }))
      .chain(([rows, columns]) =>
        fc
          .float32Array({ minLength: rows * columns, maxLength: rows * columns, noNaN: true })
          .map((values) => ({ rows, columns, values })),
      );
    await fc.assert(
      fc.asyncProperty(matrix, async ({ rows, columns, values }) => {
        writeTorchFile(path, { rows, columns, values });
        const { value, ...file } = await readTorchFile(path);
        expect((value as TorchTensor).shape).toEqual([rows, columns]);
        expect(file.values(value as TorchTensor)).toEqual(values);
        expect(readFileSync(path).length).toBeGreaterThan(values.byteLength);
      }),
      { numRuns: 60 },
    );
  });
});
