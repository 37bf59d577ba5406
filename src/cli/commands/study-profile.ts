import { resolve } from "node:path";
import { defineCommand, flag, parameter } from "../command.ts";
import { path } from "../kinds.ts";
import { asUsual, modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { ownProfileOptions, profileConfig, profileOptions } from "../study/profile/options.ts";
import { runProfile } from "../study/profile/run.ts";

export const studyProfile = defineCommand({
  more: `With no option: the embedded model, shifted toward the five high poles by
fine-tuning and by prompt, and every instrument that needs no server. The same
command with the same --out continues where it stopped.
Examples: traitlab study profile
          traitlab study profile -m smollm2.gguf --languages en,de,es
          traitlab study profile --by prompt --instruments questionnaire
          traitlab study profile --traits none --personas mine/a,mine/b`,
  options: {
    model: modelOption,
    out: parameter("-o, --out <dir>", "the run's folder (default: runs/profile)", path),
    ...profileOptions,
    threads: threadsOption,
    fresh: flag("--fresh", "start over in the folder"),
  },
  async run(given, context, typed) {
    const model = await openForCommand(given, context);
    model.template();
    const config = profileConfig(asUsual(ownProfileOptions, given, model, { typed }));
    const { threads, fresh, out = resolve("runs/profile") } = given;
    return runProfile({ config, model, threads, fresh, out }, context);
  },
});
