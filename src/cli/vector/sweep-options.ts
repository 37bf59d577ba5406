import { usualStrengths } from "../../measure/steering-sweep/grid.ts";
import { positions } from "../../model/steering/types.ts";
import { flag, parameter, under } from "../command.ts";
import { decimal, integer, listOf, oneOf } from "../kinds.ts";
import { questionOptions } from "../measure/options.ts";
import { serverOptions } from "../servers.ts";
import { forceOption, layerList, scorerOptions, traitOption, vectorOptions } from "./options.ts";
import { askOption } from "./questions.ts";

const { register, temperature, topP, maxNewTokens } = questionOptions;

/** Options of `vector sweep`. */
export const sweepOptions = {
  ...vectorOptions,
  layers: parameter("--layers <list>", "0-5,9 (default: 8 spread over those there are)", layerList),
  strengths: parameter(
    "--strengths <list>",
    "in median norms of the residual stream",
    listOf(decimal({ min: 0.001, max: 100 })),
    [...usualStrengths],
  ),
  both: flag("--both", "push the other way as well"),
  positions: parameter(
    "--positions <which>",
    "steered tokens: all, prompt or response",
    oneOf(positions),
    "all" as const,
  ),
  floor: parameter("--floor <x>", "least coherence of the best point, of 100", decimal({ min: 0, max: 100 }), 75),
  random: parameter("--random <n>", "random directions as a control", integer({ min: 0, max: 50 }), 5),
  noSave: flag("--no-save", "leave the vector's file as it is"),
  trait: traitOption,
  force: forceOption,
  ...under("Questions", {
    ask: askOption,
    questions: parameter("--questions <n>", "that choose the point", integer({ min: 2, max: 200 }), 10),
    held: parameter("--held-out <n>", "further ones that try it", integer({ min: 0, max: 200 }), 10),
    register,
    temperature,
    topP,
    maxNewTokens,
  }),
  batch: parameter("--batch <n>", "answers written side by side", integer({ min: 1, max: 512 }), 32),
  ...scorerOptions,
  ...serverOptions,
};
