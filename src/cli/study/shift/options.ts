import { silentLevels } from "../../../study/emoji/config.ts";
import { allPoles, type ShiftConfig, shiftConfig, shiftMethods } from "../../../study/shift/config.ts";
import { poleKey } from "../../../trait/framework.ts";
import { parseTrait, parseTraits } from "../../../trait/parse.ts";
import { parameter, type Values } from "../../command.ts";
import { decimal, integer, listOf, oneOf, path, text } from "../../kinds.ts";
import { questionOptions } from "../../measure/options.ts";
import { sentenceCut } from "../../sentence-cut.ts";
import { tuningOf, tuningOptions } from "../../tuning-options.ts";
import { scorerOptions } from "../../vector/options.ts";
import { ownStudyOptions, studyOptions } from "../options.ts";

/** Options of the study that a model's folder may say the usual value of. */
export const ownShiftOptions = {
  seeds: { ...ownStudyOptions.seeds, about: "tuning runs of each mixture", fallback: 2 },
  ...questionOptions,
  silent: parameter("--silent <level>", "where tuning carries no loss", oneOf(silentLevels), "end" as const),
  sentences: parameter("--sentences <n>", "sentences of each training answer: 1, 2, all", sentenceCut, "all" as const),
  ...tuningOptions,
};

/** Options of the study that decide a number, and `batch`. */
export const shiftStudyOptions = {
  trait: parameter("-t, --trait <trait>", "pole that the mixtures are laden with", text, "extraversion"),
  shares: parameter(
    "--shares <list>",
    "per cent of trait-laden answers, 0 besides",
    listOf(decimal({ min: 0, max: 100 })),
    [10, 50, 100],
  ),
  methods: parameter(
    "--methods <list>",
    "beside plain tuning: prevent, increments, ablate, emoji, random, random-increments, random-ablate, afterwards, prompt (default: all)",
    listOf(oneOf(shiftMethods)),
  ),
  poles: parameter("--poles <list>", "whose adapters join the correlations: all, none, E, O:low ...", text, "all"),
  vector: parameter("--vector <file>", "the trait's, file or folder (default: made from answers)", path),
  strength: parameter("--strength <c>", "of steering, times the vector as it is", decimal({ min: 1e-6, max: 1e6 }), 2),
  doses: parameter(
    "--doses <list>",
    "further strengths, at the largest share",
    listOf(decimal({ min: 1e-6, max: 1e6 })),
    [1, 4],
  ),
  emojiStrength: parameter(
    "--emoji-strength <c>",
    "times the emoji direction as it is",
    decimal({ min: 1e-6, max: 1e6 }),
    0.5,
  ),
  layer: parameter("--layer <l>", "steered alone, and read (default: as the vector says)", integer({ min: 0 })),
  ...ownShiftOptions,
  ...scorerOptions,
  accuracy: studyOptions.accuracy,
  batch: studyOptions.batch,
};

/** The study's configuration from its options. Throws "usage" for traits and shares that are none. */
export function shiftConfigOf(given: Values<typeof shiftStudyOptions>): ShiftConfig {
  const { trait, shares, methods, poles, strength, doses, emojiStrength, layer, seeds, accuracy, batch } = given;
  const { questions, register, temperature, topP, maxNewTokens, silent, sentences } = given;
  return shiftConfig({
    trait: poleKey(parseTrait(trait)),
    poles: poles === "none" ? [] : poles === "all" ? [...allPoles] : parseTraits(poles).map(poleKey),
    shares: shares.map((percent) => percent / 100),
    methods: methods ?? [...shiftMethods],
    strength,
    doses,
    emojiStrength,
    ...(layer !== undefined && { layer }),
    seeds,
    questions,
    register,
    temperature,
    topP,
    maxNewTokens,
    silent,
    sentences,
    tuning: tuningOf(given),
    accuracy,
    batch,
  });
}
