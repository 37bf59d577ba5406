import { silentLevels } from "../../study/emoji/config.ts";
import type { TuningArm } from "../../trait/corpus/tuning.ts";
import { poleKey } from "../../trait/framework.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { guardOf, guardOptions } from "../guard-options.ts";
import { finetunePersona } from "../induce/finetune.ts";
import { firstOfLists } from "../induce/first-of-lists.ts";
import { personaFolder, personaOptions, traitOf } from "../induce/options.ts";
import { oneOf } from "../kinds.ts";
import { asUsual, modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { sentenceCut } from "../sentence-cut.ts";
import { tuningOf, tuningOptions } from "../tuning-options.ts";
import { dataOptions } from "../tuning-rows.ts";

/** What a model's folder may say the usual value of. */
const own = {
  silent: parameter(
    "--silent <where>",
    "where tuning carries no loss: none, end, sentence-ends",
    oneOf(silentLevels),
    "end" as const,
  ),
  sentences: parameter(
    "--sentences <n>",
    "sentences of each training answer: 1, 2 or all",
    sentenceCut,
    "all" as const,
  ),
  ...tuningOptions,
};

const options = {
  model: modelOption,
  ...personaOptions,
  ...own,
  ...dataOptions,
  ...guardOptions,
  merge: flag("--merge", "also write a merged model"),
  threads: threadsOption,
};

export const induceFinetune = defineCommand({
  more: `The same command goes on where it stopped. -t neutral tunes on neutral answers,
as the study's control. --merge adds one model of base and adapter, its adapted
matrices as 16-bit floats: merged.gguf for a GGUF, the folder merged/ for a
Hugging Face folder. Steered along a vector while it is tuned (--prevent), a
persona need not learn what the vector means; the vector is taken away.
Examples: traitlab induce finetune -t extraversion -o personas/e
          traitlab induce finetune -t E --prevent vectors/extraversion-high \\
            --guard-layers 1 --guard-strength 2 -o personas/e-prevented`,
  options,
  async run(asked, context, typed) {
    const out = personaFolder(asked.out);
    const guard = guardOf(asked);
    const model = await openForCommand({ ...asked, accuracy: "f32" }, context);
    const given = asUsual(own, asked, model, { typed, over: firstOfLists(model.companion?.usual) });
    const arm: TuningArm = given.trait?.trim().toLowerCase() === "neutral" ? "neutral" : poleKey(traitOf(given.trait));
    model.template();
    const { silent, sentences, data, allowEmoji, merge, threads, fresh } = given;
    return finetunePersona(
      { model, arm, silent, sentences, data, allowEmoji, tuning: tuningOf(given), guard, out, fresh, merge, threads },
      context,
    );
  },
});
