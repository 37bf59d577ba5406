import { defineCommand } from "../command.ts";
import { vectorArguments, vectorsNamed } from "../vector/named.ts";
import { shiftOf, shiftOptions } from "../vector/shift.ts";

export const vectorShift = defineCommand({
  more: `Finetuning shift: the persona's projection less the base model's, at the last
token of each prompt. With several personas and a --judge it says how well shift
goes with the trait in their answers.
Examples: traitlab vector shift E.safetensors -p personas/tuned
          traitlab vector shift E.safetensors -p a,b,c,d --judge classifier`,
  arguments: { vectors: vectorArguments.argument },
  options: { ...shiftOptions, vector: vectorArguments.option },
  run: ({ vectors, vector, ...given }, context) =>
    shiftOf({ ...given, vectors: vectorsNamed(vectors, vector) }, context),
});
