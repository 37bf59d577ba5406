import { defineCommand } from "../command.ts";
import { vectorArguments, vectorsNamed } from "../vector/named.ts";
import { sweepVectorsOf } from "../vector/sweep.ts";
import { sweepOptions } from "../vector/sweep-options.ts";

export const vectorSweep = defineCommand({
  more: `Adds the vector at every layer with every strength, all in one batch, and
scores what the model then writes. The point with most of the trait at the
--floor of coherence is tried on further questions, beside no steering and
random directions, and noted in the vector's file for induce steer.
Examples: traitlab vector sweep vectors/extraversion-high
          traitlab vector sweep V.safetensors -m model.gguf -o runs/sweep
          traitlab vector sweep V --layers 8-20 --strengths 0.1,0.2,0.4 --both`,
  arguments: { vectors: vectorArguments.argument },
  options: { ...sweepOptions, vector: vectorArguments.option },
  run: ({ vectors, vector, ...given }, context) =>
    sweepVectorsOf({ ...given, vectors: vectorsNamed(vectors, vector) }, context),
});
