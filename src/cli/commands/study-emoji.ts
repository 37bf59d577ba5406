import { resolve } from "node:path";
import { defineCommand, flag, parameter } from "../command.ts";
import { path } from "../kinds.ts";
import { asUsual, modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { estimateStudy } from "../study/estimate.ts";
import { fullStudy, ownStudyOptions, studyConfig, studyOptions } from "../study/options.ts";
import { runStudy } from "../study/run.ts";

export const studyEmoji = defineCommand({
  more: `With no option it studies the embedded model: the five high poles, one seed, 40
questions; then it asks why, of the first trait. Of another model that takes
hours, so it waits for --explain all: with the same --out that adds to what is
there. The same command with the same --out continues where it stopped. A model
folder can bring its own answers and usual options (traitlab.json), as the
embedded one does.
Examples: traitlab study emoji
          traitlab study emoji -m smollm2.gguf -o runs/first
          traitlab study emoji -m smollm2.gguf -o runs/first --explain all
          traitlab study emoji -m smollm2.gguf --traits E,O:low --dry-run`,
  options: {
    model: modelOption,
    out: parameter("-o, --out <dir>", "the run's folder (default: runs/emoji)", path),
    full: flag("--full", "all ten poles, three seeds, 200 questions, where not given otherwise"),
    ...studyOptions,
    threads: threadsOption,
    fresh: flag("--fresh", "start over in the folder"),
    dryRun: flag("--dry-run", "say how much work it is, and stop"),
  },
  async run(given, context, typed) {
    const model = await openForCommand(given, context);
    model.template();
    const over = given.full ? fullStudy : {};
    const config = studyConfig(asUsual(ownStudyOptions, given, model, { typed, over }));
    const study = { config, model, threads: given.threads };
    if (given.dryRun) return estimateStudy(study, context);
    return runStudy({ ...study, out: given.out ?? resolve("runs/emoji"), fresh: given.fresh }, context);
  },
});
