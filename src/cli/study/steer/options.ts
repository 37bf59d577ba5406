import { counterparts } from "../../../measure/vectors/written.ts";
import { positions } from "../../../model/steering/types.ts";
import { flag, parameter, under } from "../../command.ts";
import { decimal, integer, listOf, oneOf, text } from "../../kinds.ts";
import { questionOptions } from "../../measure/options.ts";
import { scorerOptions } from "../../vector/options.ts";
import { askOption } from "../../vector/questions.ts";
import { studyOptions } from "../options.ts";

const { register, temperature, topP, maxNewTokens } = questionOptions;

/** Options of the study that decide a number, and `batch`. */
export const steerOptions = {
  traits: parameter("--traits <list>", "E, O:low, sycophantic ... (default: all ten poles)", text),
  ...under("Vectors", {
    from: parameter(
      "--from <source>",
      "instructions, answers (default: by the model)",
      oneOf(["instructions", "answers"] as const),
    ),
    against: parameter(
      "--against <which>",
      "of given answers: opposite, neutral, others",
      oneOf(counterparts),
      "others" as const,
    ),
    contrast: parameter("--contrast <n>", "questions they are made of", integer({ min: 4, max: 100 }), 20),
    rollouts: parameter("--rollouts <n>", "answers under each instruction", integer({ min: 1, max: 100 }), 1),
  }),
  ...under("The sweep to each vector's best point", {
    layers: parameter("--layers <n>", "spread over the depth", integer({ min: 1, max: 64 }), 4),
    strengths: parameter(
      "--strengths <list>",
      "in median norms of the residual stream",
      listOf(decimal({ min: 0.001, max: 100 })),
      [0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
    ),
    sweep: parameter("--sweep <n>", "questions that choose it", integer({ min: 2, max: 200 }), 6),
    floor: parameter("--floor <x>", "least coherence there, of 100", decimal({ min: 0, max: 100 }), 75),
  }),
  ...under("The matrix", {
    questions: parameter("--questions <n>", "that all vectors answer there", integer({ min: 2, max: 180 }), 24),
    random: parameter("--random <n>", "random directions beside each vector", integer({ min: 0, max: 20 }), 2),
    prompts: flag("--prompts", "ask for each trait by a prompt as well (usual with --from instructions)"),
    positions: parameter(
      "--positions <which>",
      "steered tokens: all, prompt, response",
      oneOf(positions),
      "all" as const,
    ),
    ask: askOption,
    register,
    temperature,
    topP,
    maxNewTokens,
  }),
  accuracy: studyOptions.accuracy,
  batch: parameter("--batch <n>", "answers written side by side", integer({ min: 1, max: 512 }), 32),
  ...scorerOptions,
};
