import { resolve } from "node:path";
import { defineCommand, flag, parameter } from "../command.ts";
import { path } from "../kinds.ts";
import { modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { serverOptions } from "../servers.ts";
import { steerOptions } from "../study/steer/options.ts";
import { runSteer } from "../study/steer/run.ts";

export const studySteer = defineCommand({
  more: `Extracts a vector of every trait, sweeps each to the point where it works best
in whole sentences, and lets all of them answer the same questions there: every
vector against every trait, beside no steering, random directions and prompts.
Leaves the steered personas. The same command with the same --out continues.
Examples: traitlab study steer
          traitlab study steer -m smollm2.gguf -o runs/steer --traits E,E-,N,N-
          traitlab study steer -m m.gguf --traits evil,humorous --judge m.gguf`,
  options: {
    model: modelOption,
    out: parameter("-o, --out <dir>", "the run's folder (default: runs/steer)", path),
    ...steerOptions,
    ...serverOptions,
    threads: threadsOption,
    fresh: flag("--fresh", "start over in the folder"),
  },
  async run(given, context) {
    const model = await openForCommand(given, context);
    model.template();
    const { fresh, out = resolve("runs/steer") } = given;
    return runSteer({ given, model, fresh, out }, context);
  },
});
