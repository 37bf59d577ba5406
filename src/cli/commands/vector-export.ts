import { vectorFormats } from "../../model/directions/formats/foreign.ts";
import { defineCommand, flag, parameter, required } from "../command.ts";
import { integer, oneOf, path } from "../kinds.ts";
import { exportVectorOf } from "../vector/export.ts";
import { layerList } from "../vector/options.ts";

export const vectorExport = defineCommand({
  more: `Numbers stay to the bit; --unit makes every vector 1 long, as repeng's are.
Examples: traitlab vector export vectors/E --format gguf -o E.gguf
          traitlab vector export E.safetensors --format persona-vectors -o E.pt`,
  arguments: { vector: required("<vector>", "what vector extract or import made", path) },
  options: {
    format: parameter("--format <name>", vectorFormats.join(", "), oneOf(vectorFormats)),
    out: parameter("-o, --out <file>", "the file to write", path),
    layers: parameter("--layers <list>", "some alone: 4-12,20 (default: all)", layerList),
    depth: parameter(
      "--depth <n>",
      "layers of the model, if the vector lacks the last",
      integer({ min: 1, max: 1024 }),
    ),
    unit: flag("--unit", "vectors of length 1"),
  },
  run: exportVectorOf,
});
