import { defineCommand } from "../command.ts";
import { ablateOptions, explainAblateOf } from "../explain/ablate.ts";
import { openSeeds } from "../explain/seeds.ts";

export const explainAblateCommand = defineCommand({
  more: `Suspected neurons, the emoji direction and parts of the adapter are taken out
of a persona while it reads and writes, each against random ones of like size,
and given to the model as it is. Give one persona for each tuning seed, and
as many controls, for a better ranking of neurons; the first is edited.
Examples: traitlab explain ablate -p p/e0,p/e1,p/e2 --control p/n0,p/n1,p/n2
          traitlab explain ablate -p p/e0 --suspects 64 -o runs/why`,
  options: ablateOptions,
  async run(given, context) {
    return explainAblateOf({ ...given, seeds: await openSeeds(given, context) }, context);
  },
});
