import { defineCommand, parameter } from "../command.ts";
import { listOf, path } from "../kinds.ts";
import { spaceOf, spaceOptions } from "../vector/space.ts";

export const vectorSpace = defineCommand({
  more: `Vectors whose folders hold their answers get intervals (questions drawn anew)
and controls (answers dealt anew over the places where they stand, so what is
left comes from sharing texts alone); others get cosines alone.
Examples: traitlab vector space --all -o runs/space
          traitlab vector space vectors/poles -m model.gguf --layer 14
          traitlab vector space vectors/evil,vectors/sycophantic`,
  arguments: { vectors: parameter("[vectors]", "files, folders, or a folder of folders, with commas", listOf(path)) },
  options: spaceOptions,
  run: spaceOf,
});
