import { steeringKinds } from "../../model/steering/record.ts";
import { positions } from "../../model/steering/types.ts";
import { defineCommand, parameter, under } from "../command.ts";
import { personaOptions } from "../induce/options.ts";
import { steerPersona } from "../induce/steer.ts";
import { decimal, integer, oneOf, path } from "../kinds.ts";
import { modelOption, threadsOption } from "../open-model.ts";
import { forceOption, layerList, vectorOption } from "../vector/options.ts";

export const induceSteer = defineCommand({
  more: `A strength is in median lengths of the layer's residual stream; below 0 it takes
the trait away. floor and ceiling are activation capping: a token's projection
is moved to the bound where it passes it. The bound is a percentile (25 and 75)
of mean projections of answers, neutral ones and in the trait's voice: bundled
answers, or those that --rollouts gives; or it is given with --at.
With -p the persona of another folder is steered, so vectors can be put on top
of each other, of an adapter or of a prompt.
Example: traitlab induce steer --vector v/e --layers 2 --strength 0.4 -o p/e+`,
  options: {
    model: modelOption,
    vector: vectorOption,
    out: personaOptions.out,
    kind: parameter(
      "--kind <what>",
      "add, ablate, mean-ablate, floor or ceiling",
      oneOf(steeringKinds),
      "add" as const,
    ),
    layers: parameter("--layers <list>", "where: 4-12,20 (default: as the vector suggests)", layerList),
    strength: parameter("--strength <s>", "of add (default: as the vector suggests)", decimal({ min: -1e6, max: 1e6 })),
    positions: parameter("--positions <which>", "all, prompt or response", oneOf(positions), "all" as const),
    base: parameter("-p, --persona <dir>", "a persona that is steered, with all that it is", path),
    fresh: personaOptions.fresh,
    force: forceOption,
    threads: threadsOption,
    ...under("Bounds of mean-ablate, floor and ceiling", {
      at: parameter("--at <x>", "the projection itself, raw, of one layer", decimal({ min: -1e9, max: 1e9 })),
      percentile: parameter("--percentile <q>", "of projections (25, for a ceiling 75)", decimal({ min: 0, max: 100 })),
      rollouts: parameter("--rollouts <dir>", "a persona in the trait's voice: its answers and the model's own", path),
      questions: parameter("--questions <n>", "asked for rollouts", integer({ min: 2, max: 200 }), 20),
    }),
  },
  run: steerPersona,
});
