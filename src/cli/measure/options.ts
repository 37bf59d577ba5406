import type { Accuracy } from "../../graph/ops/matrix.ts";
import { type Register, registers } from "../../trait/questions.ts";
import { flag, parameter } from "../command.ts";
import { decimal, integer, oneOf, path } from "../kinds.ts";
import { modelOption, threadsOption } from "../open-model.ts";
import { personaOption, scoresOption } from "../persona-option.ts";
import { usualConfig } from "../study/config.ts";
import { studyOptions } from "../study/options.ts";

/** Options of every command that measures. */
export const measureOptions = {
  model: modelOption,
  persona: personaOption,
  z: scoresOption,
  out: parameter("-o, --out <dir>", "keep items and findings in this folder", path),
  accuracy: studyOptions.accuracy,
  batch: studyOptions.batch,
  threads: threadsOption,
  fresh: flag("--fresh", "start over in the folder"),
};

/** Options of those that have questions answered. */
export const questionOptions = {
  questions: parameter("--questions <n>", "test questions", integer({ min: 1, max: 200 }), usualConfig.questions),
  register: parameter("--register <name>", "how they are put: opinion, message", oneOf(registers), "opinion" as const),
  temperature: parameter("--temperature <t>", "of sampling", decimal({ min: 0, max: 5 }), 0.7),
  topP: studyOptions.topP,
  maxNewTokens: studyOptions.maxNewTokens,
};

/** {@link questionOptions} as a run's settings hold them. */
export type QuestionSettings = {
  questions: number;
  register: Register;
  temperature: number;
  topP: number;
  maxNewTokens: number;
  accuracy: Accuracy;
};

/** How answers are drawn. */
export const samplingFrom = ({ temperature, topP }: { temperature: number; topP: number }) => ({
  temperature,
  topP,
  topK: 0,
  minP: 0,
  repetitionPenalty: 1,
});
