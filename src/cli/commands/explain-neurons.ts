import { defineCommand } from "../command.ts";
import { explainNeuronsOf, neuronsOptions } from "../explain/neurons.ts";
import { openSeeds } from "../explain/seeds.ts";

export const explainNeuronsCommand = defineCommand({
  more: `MLP units and dimensions of the residual stream, each kind by itself. Give one
persona for each tuning seed, and as many tuned alike on neutral answers: with
three of each a false-discovery rate is told, with fewer a ranking only.
Examples: traitlab explain neurons -p p/e0,p/e1,p/e2 --control p/n0,p/n1,p/n2
          traitlab explain neurons -p p/e0 --layers 2,3 --top 10`,
  options: neuronsOptions,
  async run(given, context) {
    return explainNeuronsOf({ ...given, seeds: await openSeeds(given, context) }, context);
  },
});
