import { resolve } from "node:path";
import { defineCommand, flag, parameter } from "../command.ts";
import { path } from "../kinds.ts";
import { modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { runShape } from "../study/shape.ts";
import { shapeConfigOf, shapeOptions } from "../study/shape-options.ts";

export const studyShape = defineCommand({
  more: `Prompts the model to every level of a trait (level: adjectives; sac: graded
intensity) and to its two poles (p2: a description that it writes itself;
description: one of ours), and asks a questionnaire each time. The same command
with the same --out continues where it stopped.
Examples: traitlab study shape --traits E
          traitlab study shape -m smollm2.gguf --methods level,sac -o runs/shape
          traitlab study shape -m smollm2.gguf --traits E --levels 1,9 --items 1`,
  options: {
    model: modelOption,
    out: parameter("-o, --out <dir>", "the run's folder (default: runs/shape)", path),
    ...shapeOptions,
    threads: threadsOption,
    fresh: flag("--fresh", "start over in the folder"),
  },
  async run(given, context) {
    const config = shapeConfigOf(given);
    const model = await openForCommand(given, context);
    model.template();
    const { items, cells, accuracy, batch, threads, fresh, out = resolve("runs/shape") } = given;
    return runShape({ config, items, cells, accuracy, batch, model, threads, fresh, out }, context);
  },
});
