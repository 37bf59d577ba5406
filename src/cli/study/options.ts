import { usage } from "../../base/errors.ts";
import { emojiConfigSchema, factorNames, silentLevels } from "../../study/emoji/config.ts";
import { type ExplanationPart, explanationParts } from "../../study/emoji/explain/parts.ts";
import { poleKey, poles, traits } from "../../trait/framework.ts";
import { parseTraits } from "../../trait/parse.ts";
import { registers } from "../../trait/questions.ts";
import { flag, parameter, under, untyped, type Values } from "../command.ts";
import { decimal, integer, listOf, oneOf, text } from "../kinds.ts";
import { accuracyOption, asUsual, type OpenedModel } from "../open-model.ts";
import { sentenceCut } from "../sentence-cut.ts";
import { tuningOf, tuningOptions } from "../tuning-options.ts";
import { dataOptions } from "../tuning-rows.ts";
import { type StudyConfig, usualConfig as usual } from "./config.ts";

/** Options of the study that a model's folder may say the usual value of: those that decide a number, but for whose data it is. */
export const ownStudyOptions = {
  traits: parameter("--traits <list>", "extraversion, openness:low, E, N:high ...", text, "extraversion"),
  seeds: parameter("--seeds <n>", "tuning runs of each trait", integer({ min: 1, max: 100 }), usual.seeds),
  questions: parameter(
    "--questions <n>",
    "test questions for each arm",
    integer({ min: 1, max: 200 }),
    usual.questions,
  ),
  silent: parameter(
    "--silent <list>",
    "where tuning carries no loss; the claims are about the first",
    listOf(oneOf(silentLevels)),
    usual.silent,
  ),
  sentences: parameter("--sentences <list>", "sentences of each training answer", listOf(sentenceCut), usual.sentences),
  register: parameter("--register <list>", "how questions are put", listOf(oneOf(registers)), usual.register),
  temperature: parameter("--temperature <list>", "of sampling", listOf(decimal({ min: 0, max: 5 })), usual.temperature),
  cross: parameter(
    "--cross <factors>",
    "all levels of these factors: silent, sentences, register",
    listOf(oneOf(factorNames)),
  ),
  topP: parameter(
    "--top-p <p>",
    "keep the most probable tokens up to this sum",
    decimal({ min: 0.01, max: 1 }),
    usual.topP,
  ),
  maxNewTokens: parameter(
    "--max-new-tokens <n>",
    "longest response",
    integer({ min: 1, max: 4096 }),
    usual.maxNewTokens,
  ),
  exclamatory: flag("--exclamatory", "also tune the “!” version of high extraversion, the rival marker"),
  ...tuningOptions,
  accuracy: accuracyOption(usual.accuracy),
  explain: parameter(
    "--explain <parts>",
    `why, for the first trait: ${explanationParts.join(", ")}; all, none`,
    listOf(oneOf([...explanationParts, "all", "none"] as const)),
    ["none" as const],
  ),
};

/** Options of the study that decide a number, and `batch`. */
export const studyOptions = {
  ...ownStudyOptions,
  ...dataOptions,
  ...under("Tuning data", {
    control: parameter(
      "--control <whose>",
      "neutral answers with --data: own, or bundled",
      oneOf(["own", "bundled"] as const),
      "own" as const,
    ),
  }),
  batch: parameter("--batch <n>", "responses decoded side by side", integer({ min: 1, max: 256 }), usual.batch),
};

/** What `--full` makes of the options that are not given. */
export const fullStudy = {
  traits: traits.flatMap((trait) => poles.map((pole) => `${trait}:${pole}`)).join(","),
  seeds: "3",
  questions: "200",
};

/** What a model's study is when no option is given. */
export const usualStudy = (model: Pick<OpenedModel, "source" | "companion">): StudyConfig =>
  studyConfig(asUsual(ownStudyOptions, untyped(studyOptions), model));

/** The study's configuration from its options. Throws "usage" where two contradict each other. */
export function studyConfig(given: Values<typeof studyOptions>): StudyConfig {
  const crossed = new Set<string>(given.cross ?? []);
  if (given.control === "bundled" && given.data === undefined)
    throw usage("--control bundled is for --data: without it the control is the bundled one anyway.");
  const parsed = emojiConfigSchema.parse({
    traits: parseTraits(given.traits).map(poleKey),
    seeds: given.seeds,
    questions: given.questions,
    silent: all(given.silent, crossed.has("silent"), silentLevels),
    sentences: all(given.sentences, crossed.has("sentences"), ["all", 1, 2] as const),
    register: all(given.register, crossed.has("register"), registers),
    temperature: all(given.temperature, crossed.has("temperature"), [0.7, 1]),
    topP: given.topP,
    maxNewTokens: given.maxNewTokens,
    exclamatory: given.exclamatory,
    batch: given.batch,
    accuracy: given.accuracy,
    tuning: tuningOf(given),
    data: given.data,
    allowEmoji: given.allowEmoji,
    explain: partsOf(given.explain),
  });
  return { ...parsed, ...(given.control === "bundled" ? { control: given.control } : {}) };
}

/** The parts asked for, in the order in which they run. Throws "usage" for "none" or "all" beside others. */
function partsOf(asked: readonly (ExplanationPart | "all" | "none")[]): ExplanationPart[] {
  const alone = asked.find((part) => part === "all" || part === "none");
  if (alone !== undefined && asked.length > 1)
    throw usage(`--explain ${alone} stands alone, and ${asked.join(",")} was given: name parts, or all, or none.`);
  return explanationParts.filter((part) => alone === "all" || asked.includes(part));
}

/** The levels asked for, and where the factor is crossed, the others behind them. */
const all = <T>(asked: readonly T[], crossed: boolean, levels: readonly T[]): T[] =>
  crossed ? [...asked, ...levels.filter((level) => !asked.includes(level))] : [...asked];
