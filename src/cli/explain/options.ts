import { parameter, type Values } from "../command.ts";
import { path } from "../kinds.ts";
import { measureOptions, type QuestionSettings, questionOptions } from "../measure/options.ts";
import { sentenceCut } from "../sentence-cut.ts";
import { dataOptions } from "../tuning-rows.ts";

/** Several personas can be named here, each at its own trait scores. */
const { z: _, ...shared } = measureOptions;

/** Options of every command that explains. */
export const explainOptions = {
  ...shared,
  against: parameter("--against <dir>", "the persona it is compared with (default: the model as it is)", path),
  ...questionOptions,
  sentences: parameter("--sentences <n>", "sentences of each training answer: 1, 2, all", sentenceCut, "all" as const),
  ...dataOptions,
};

/** A persona that was made alike, without the trait. */
export const controlOption = parameter("--control <dir>", "a persona tuned alike on neutral answers", path);

type Given = Values<typeof explainOptions>;

/** What decides which texts are read, as a run's settings hold it. */
export type TextSettings = QuestionSettings & Pick<Given, "sentences" | "data" | "allowEmoji">;

export const textSettingsOf = ({
  questions,
  register,
  temperature,
  topP,
  maxNewTokens,
  accuracy,
  sentences,
  data,
  allowEmoji,
}: Omit<Given, "persona" | "against">): TextSettings => ({
  questions,
  register,
  temperature,
  topP,
  maxNewTokens,
  accuracy,
  sentences,
  data,
  allowEmoji,
});
