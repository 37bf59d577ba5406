import { usage } from "../../base/errors.ts";
import { silentLevels } from "../../study/emoji/config.ts";
import { findTrait } from "../../trait/parse.ts";
import { defineCommand, flag, parameter, under } from "../command.ts";
import { firstOfLists } from "../induce/first-of-lists.ts";
import { personaFolder, personaOptions } from "../induce/options.ts";
import { trainPsychadapter } from "../induce/psychadapter.ts";
import { decimal, oneOf, path } from "../kinds.ts";
import { reads } from "../measure/classifier-kind.ts";
import { asUsual, modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { scoresOption } from "../persona-option.ts";
import { sentenceCut } from "../sentence-cut.ts";
import { scoredTrait, scoresOf } from "../trait-scores.ts";
import { tuningOf, tuningOptions } from "../tuning-options.ts";

/** What a model's folder may say the usual value of. */
const own = {
  silent: parameter(
    "--silent <where>",
    "where answers carry no loss: none, end, sentence-ends",
    oneOf(silentLevels),
    "end" as const,
  ),
  sentences: parameter("--sentences <n>", "sentences of each answer: 1, 2 or all", sentenceCut, "all" as const),
  ...tuningOptions,
};

const options = {
  model: modelOption,
  trait: personaOptions.trait,
  z: scoresOption,
  out: personaOptions.out,
  fresh: personaOptions.fresh,
  ...under("Prefix", {
    noLora: flag("--no-lora", "train the prefix alone, without an adapter"),
    prefixLr: parameter("--prefix-lr <x>", "its peak learning rate", decimal({ min: 1e-9, max: 1 }), 0.01),
    by: parameter("--by <reader>", "who scores texts: taps, taps:DIR, likelihood, onnx:DIR", reads),
    data: parameter("--data <file>", "texts of your own, JSONL, with or without z", path),
    shuffleZ: flag("--shuffle-z", "deal the scores out to other texts: a control"),
  }),
  ...own,
  threads: threadsOption,
};

/** The paper's adapter, whatever a model's folder says of tuning toward one pole. */
const papers = { rank: "8", alpha: "32" };

export const inducePsychadapter = defineCommand({
  more: `Learns text from its trait scores: the answers that go with the model, as
chats, read by the trait classifier in folds that never saw their topic; or
--data with "text", or "question" and "answer", and if you have them scores
like "z": {"extraversion": 1.5}. --z is in standard deviations of the texts, and
whatever takes -p takes another --z without training again.
Examples: traitlab induce psychadapter -o personas/big-five
          traitlab generate "How are you?" -p personas/big-five --z E=2,N=-1`,
  options,
  async run(asked, context, typed) {
    const out = personaFolder(asked.out);
    const model = await openForCommand({ ...asked, accuracy: "f32" }, context);
    const over = { ...firstOfLists(model.companion?.usual), ...papers };
    const given = asUsual(own, asked, model, { typed, over });
    const { trait, z, noLora, prefixLr, by = { by: "taps", folder: undefined } as const, data, shuffleZ } = given;
    const { silent, sentences, threads, fresh } = given;
    model.template();
    return trainPsychadapter(
      {
        model,
        traits: trait === undefined ? undefined : traitNames(trait),
        z: (names) => (z === undefined ? {} : scoresOf(z, names)),
        lora: !noLora,
        prefixLr,
        shuffle: shuffleZ,
        by,
        data,
        silent,
        sentences,
        tuning: tuningOf(given),
        out,
        fresh,
        threads,
      },
      context,
    );
  },
});

/** Traits without a pole, each once. Throws "usage" for a pole: how much of it is the score's to say. */
function traitNames(text: string): string[] {
  const names = text.split(",").map((part) => {
    const name = part.trim();
    if (name === "") throw usage("--trait takes traits with commas between them.");
    const found = findTrait(name);
    if (found !== undefined && (found.pole === "low" || /[:/+-]/.test(name)))
      throw usage(
        `Here a trait goes by degree: leave out the pole of "${name}", and say it with --z ${found.trait}=${found.pole === "low" ? -2 : 2}.`,
      );
    return scoredTrait(name);
  });
  return [...new Set(names)];
}
