import { recipeNames } from "../../measure/vectors/recipes.ts";
import { poolings } from "../../measure/vectors/types.ts";
import { counterparts } from "../../measure/vectors/written.ts";
import { parameter, under } from "../command.ts";
import { decimal, integer, listOf, oneOf, path } from "../kinds.ts";
import { modelName } from "../model-name.ts";
import { serverOptions } from "../servers.ts";
import { forceOption, scorerOptions, traitOption, vectorOptions } from "./options.ts";

const share = decimal({ min: 0, max: 100 });

/** Options of `vector extract` that decide a number. */
export const extractOptions = {
  ...vectorOptions,
  trait: traitOption,
  recipe: parameter("--recipe <name>", "how pairs become a vector", oneOf(recipeNames), "mean-diff" as const),
  pooling: parameter("--pooling <name>", `${poolings.join(", ")} (default: as the recipe)`, oneOf(poolings)),
  orthogonalTo: parameter("--orthogonal-to <files>", "vectors whose part is taken off (purified)", listOf(path)),
  writer: parameter("--writer <model>", "writes a trait that is not bundled", modelName),
  force: forceOption,
  ...under("Answers that differ in the trait", {
    from: parameter(
      "--from <source>",
      "instructions, answers (default: by the model, with the reason)",
      oneOf(["instructions", "answers"] as const),
    ),
    against: parameter(
      "--against <which>",
      "of given answers: opposite, neutral, others",
      oneOf(counterparts),
      "opposite" as const,
    ),
    questions: parameter("--questions <n>", "the first n (default: all, 20 to extract)", integer({ min: 2 })),
    pairs: parameter("--pairs <n>", "pairs of instructions", integer({ min: 1, max: 100 }), 5),
    rollouts: parameter("--rollouts <n>", "answers under each (the paper: 10)", integer({ min: 1, max: 1000 }), 2),
    temperature: parameter("--temperature <t>", "of sampling", decimal({ min: 0, max: 5 }), 1),
    maxNewTokens: parameter("--max-new-tokens <n>", "longest answer", integer({ min: 1, max: 4096 }), 64),
    keepTrait: parameter("--keep-trait <x>", "positive scores from, negative below", share, 50),
    keepCoherence: parameter("--keep-coherence <x>", "both coherent from", share, 50),
    minPairs: parameter("--min-pairs <n>", "refuse with fewer kept pairs", integer({ min: 2 }), 20),
  }),
  ...scorerOptions,
  ...serverOptions,
};
