import { defineCommand, required } from "../command.ts";
import { compareSubjects } from "../compare/compare.ts";
import { text } from "../kinds.ts";

export const compare = defineCommand({
  more: `A subject is the folder of a finished measure command, or a subject of a
profile study: the folder, # and the subject's name.
Examples: traitlab compare runs/base runs/tuned
          traitlab compare runs/profile#base runs/profile#prompt/openness/high`,
  arguments: {
    a: required("<a>", "a run's folder, or folder#subject", text),
    b: required("<b>", "another", text),
  },
  run: async ({ a, b }, context) => compareSubjects(a, b, context),
});
