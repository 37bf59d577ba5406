import { defineCommand } from "../command.ts";
import { vectorArguments, vectorsNamed } from "../vector/named.ts";
import { projectOf, projectOptions } from "../vector/project.ts";

export const vectorProject = defineCommand({
  more: `Projections are centred on neutral text and told in its standard deviations.
--texts takes .jsonl or .csv rows with messages, with question and answer, or
with text; a score beside them is held against the projections.
Examples: traitlab vector project E.safetensors -p personas/tuned
          traitlab vector project E.safetensors,N.safetensors --turns 5
          traitlab vector project E.safetensors --texts answers.jsonl`,
  arguments: { vectors: vectorArguments.argument },
  options: { ...projectOptions, vector: vectorArguments.option },
  run: ({ vectors, vector, ...given }, context) =>
    projectOf({ ...given, vectors: vectorsNamed(vectors, vector) }, context),
});
