import { defineCommand } from "../command.ts";
import { driftOf, driftOptions } from "../vector/drift.ts";
import { vectorArguments, vectorsNamed } from "../vector/named.ts";

export const vectorDrift = defineCommand({
  more: `Questions are put one after the other in one chat; each answer is projected,
centred on neutral text and told in its standard deviations. The persona is held
against the model as it is on the same questions, and its words are also read by
the model as it is: what is still there then is in the words.
Examples: traitlab vector drift vectors/E -p personas/outgoing
          traitlab vector drift vectors/E,vectors/N -p personas/e --turns 12`,
  arguments: { vectors: vectorArguments.argument },
  options: { ...driftOptions, vector: vectorArguments.option },
  run: ({ vectors, vector, ...given }, context) =>
    driftOf({ ...given, vectors: vectorsNamed(vectors, vector) }, context),
});
