import { llamaTensorName } from "../gguf/llama-names.ts";
import { changedGgufLayout } from "../gguf/rewrite.ts";
import type { GgufFile } from "../gguf/types.ts";
import { streamSafetensors } from "../safetensors/write.ts";
import { type CopyOptions, copyTensors, type TensorToCopy } from "./copy.ts";

/** Writes a GGUF's copy with biases, by Hugging Face's names, in f32: in place of those that it has, or behind all else. */
export async function foldIntoGguf(
  file: GgufFile,
  biases: ReadonlyMap<string, Float32Array>,
  target: string,
  options: CopyOptions,
): Promise<void> {
  const replaced = new Map(
    file.tensors.flatMap(({ name }): [string, Float32Array][] => {
      const values = biases.get(llamaTensorName(name) ?? "");
      return values ? [[name, values]] : [];
    }),
  );
  const known = new Set([...replaced.keys()].map(llamaTensorName));
  const added = [...biases]
    .filter(([name]) => !known.has(name))
    .map(([name, values]) => ({ name: ggufName(name), shape: [values.length], from: values }));
  const layout = await changedGgufLayout(file, {
    changed: new Map([...replaced.keys()].map((name) => [name, "f32"])),
    added,
  });
  const kept = file.tensors.map(
    (tensor): TensorToCopy => ({
      name: tensor.name,
      from: replaced.get(tensor.name) ?? { ...tensor, file: file.path },
    }),
  );
  // The writer is told where each tensor goes: it writes any format that is a header and places.
  await streamSafetensors(target, layout, (put) => copyTensors([...kept, ...added], put, options));
}

const ggufName = (name: string): string =>
  name.replace(/^model\.layers\.(\d+)\.mlp\.down_proj\.bias$/, "blk.$1.ffn_down.bias");
