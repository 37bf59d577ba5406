import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openModel } from "../source.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { tinyTensors, writeTinyFolder, writeTinyGguf } from "../testing/tiny-llama.ts";
import { writeGguf } from "../testing/write-gguf.ts";
import { prepareWeights } from "../weights/prepare.ts";
import { describeModel } from "./describe.ts";
import { readModelFile } from "./raw-model.ts";

const root = temporaryFolder();
const parameters = tinyTensors().reduce((sum, { values }) => sum + values.length, 0);

it("describes a GGUF and what it runs as", async () => {
  const path = join(root, "tiny.gguf");
  writeTinyGguf(
    path,
    { encoding: "q4_0" },
    {
      "general.name": "Tiny",
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "smollm",
      "tokenizer.ggml.tokens": ["a", "b"],
      "tokenizer.chat_template": "{{ x }}",
    },
  );
  const source = await openModel(path);
  const description = describeModel(source.raw, source);
  expect(description).toMatchObject({
    name: "Tiny",
    kind: "gguf",
    architecture: "llama",
    parameters,
    tokenizer: { kind: "gpt2", pre: "smollm", tokens: 2 },
    chatTemplate: true,
    encodings: [
      { encoding: "q4_0", tensors: 16 },
      { encoding: "f32", tensors: 5 },
    ],
    runsAs: [
      { encoding: "q4_0", tensors: 16, runsAs: "4-bit, blocks of 32" },
      { encoding: "f32", tensors: 5, runsAs: "f32", reason: "mapped from the file as it is" },
    ],
  });
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  const weights = await prepareWeights(source, { precision: "f32", cacheDir: join(root, "cache") });
  expect(describeModel(source.raw, source, weights).runsAs).toEqual(weights.notes);
});

it("describes a folder", async () => {
  const folder = join(root, "tiny");
  await writeTinyFolder(folder, { encoding: "bf16" });
  const bare = await openModel(folder);
  const { chatTemplate, tokenizer } = describeModel(bare.raw, bare);
  expect([chatTemplate, tokenizer]).toEqual([false, undefined]);
  writeFileSync(join(folder, "tokenizer.json"), '{"model": {"type": "BPE", "vocab": {"a": 0}}}');
  writeFileSync(join(folder, "tokenizer_config.json"), '{"chat_template": "{{ x }}"}');
  expect(describeModel(bare.raw, bare)).toMatchObject({
    name: "tiny",
    architecture: "LlamaForCausalLM",
    parameters,
    bytes: bare.files[0]!.size,
    tokenizer: { kind: "BPE", tokens: 1 },
    chatTemplate: true,
    encodings: [{ encoding: "bf16", tensors: 21 }],
    metadata: { hidden_act: "silu" },
  });
});

it("lists what is in a model of an unknown architecture", async () => {
  const path = join(root, "other.gguf");
  writeGguf(path, {
    metadata: { "general.architecture": "mamba", "mamba.scores": new Float32Array(1000), long: "x".repeat(1000) },
    tensors: [{ name: "ssm", shape: [2, 3], encoding: "f16", data: new Float32Array(6) }],
  });
  const description = describeModel(await readModelFile(path));
  expect(description).toMatchObject({
    name: "other",
    architecture: "mamba",
    metadata: { "mamba.scores": "[1000 values]" },
    tensors: [{ name: "ssm", shape: [2, 3], encoding: "f16" }],
  });
  expect(description.metadata.long!.length).toBeLessThan(200);
  expect(description.config).toBeUndefined();
});
