import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { TraitlabError } from "../base/errors.ts";
import { describeModel } from "./source/describe.ts";
import { openModel } from "./source.ts";
import { temporaryFolder } from "./testing/folder.ts";
import { writeTinyFolder, writeTinyGguf } from "./testing/tiny-llama.ts";
import { prepareWeights } from "./weights/prepare.ts";

const root = temporaryFolder();

/** Opens, describes and prepares; anything but a success or an error for the user fails the property. */
async function attempt(path: string): Promise<void> {
  try {
    const source = await openModel(path);
    JSON.stringify(describeModel(source.raw, source));
    const weights = await prepareWeights(source, { precision: "native", cacheDir: join(root, "cache") });
    expect(weights.bytes).toBeLessThan(1e6);
  } catch (error) {
    if (!(error instanceof TraitlabError)) throw error;
    expect(error.code).toBe("bad-input");
  }
}

it("a GGUF model with damaged bytes opens or is refused", async () => {
  const path = join(root, "tiny.gguf");
  writeTinyGguf(path, { layers: 1, encoding: "q4_1", vocab: 8, biases: "qkv" }, { "llama.rope.scaling.type": "none" });
  const whole = readFileSync(path);
  const flips = fc.array(fc.tuple(fc.nat(2200), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0xff), fc.nat(255))), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(flips, async (changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      writeFileSync(path, bytes);
      await attempt(path);
    }),
    { numRuns: 300, seed: 0 },
  );
});

it("a folder with anything in its config.json opens or is refused", async () => {
  const folder = join(root, "tiny");
  await writeTinyFolder(folder, { layers: 1, vocab: 8 });
  const path = join(folder, "config.json");
  const whole = JSON.parse(readFileSync(path, "utf8"));
  const keys = [...Object.keys(whole), "rope_scaling", "rope_parameters", "sliding_window", "quantization_config"];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(0, -1, 1e300, 2 ** 31, "linear"),
    fc.record({ type: fc.constantFrom("linear", "dynamic", "llama3", "yarn"), factor: fc.double() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 }), async (changes) => {
      writeFileSync(path, JSON.stringify({ ...whole, architectures: ["MistralForCausalLM"], ...changes }));
      await attempt(folder);
    }),
    { numRuns: 500, seed: 0 },
  );
});
