import { vectorFormats } from "../../model/directions/formats/foreign.ts";
import { defineCommand, parameter, required } from "../command.ts";
import { oneOf, path, text } from "../kinds.ts";
import { modelOption, threadsOption } from "../open-model.ts";
import { importVectorOf } from "../vector/import.ts";
import { forceOption, layerList } from "../vector/options.ts";

export const vectorImport = defineCommand({
  more: `A .pt is read without running anything in it. auto tells by the number of rows
whether it is persona_vectors' [L + 1, d], where row k is the output of layer
k - 1, or assistant-axis' [L, d], where it is that of layer k. The unit of
strengths, the residual stream's length, is measured on neutral answers.
Examples: traitlab vector import evil_response_avg_diff.pt -o evil.safetensors
          traitlab vector import v.gguf -m m.gguf --meaning joy -o v.safetensors`,
  arguments: { file: required("<file>", "a .pt, .gguf, .safetensors or .csv", path) },
  options: {
    model: modelOption,
    out: parameter("-o, --out <file>", "the vector to write, a .safetensors", path),
    format: parameter(
      "--format <name>",
      `auto, ${vectorFormats.join(", ")}`,
      oneOf(["auto", ...vectorFormats] as const),
      "auto" as const,
    ),
    layers: parameter("--layers <list>", "those of the file: 4-12,20 (default: all)", layerList),
    meaning: parameter("--meaning <text>", "what + means (default: as file or format say)", text),
    force: forceOption,
    threads: threadsOption,
  },
  run: importVectorOf,
});
