import type { Sampling } from "../model/generate/sampling.ts";
import { parameter, under } from "./command.ts";
import { decimal, integer, text } from "./kinds.ts";

/** How responses are drawn: options that every command which generates shares. */
export const samplingOptions = under("Sampling", {
  temperature: parameter(
    "--temperature <t>",
    "0 for the most probable token, else 0.001 to 100",
    decimal({ min: 0, max: 100 }),
    0.7,
  ),
  topP: parameter("--top-p <p>", "keep the most probable tokens up to this sum", decimal({ min: 0, max: 1 }), 0.9),
  topK: parameter("--top-k <k>", "keep the k most probable tokens, 0 for all", integer({ min: 0 }), 0),
  minP: parameter("--min-p <p>", "drop tokens below this share of the most probable", decimal({ min: 0, max: 1 }), 0),
  repetitionPenalty: parameter(
    "--repetition-penalty <r>",
    "above 1: avoid what was said",
    decimal({ min: 0, max: 100 }),
    1,
  ),
  maxNewTokens: parameter("--max-new-tokens <n>", "longest response", integer({ min: 1 }), 256),
  stop: parameter("--stop <text>", "a text that ends a response", text),
});

interface Given extends Sampling {
  maxNewTokens: number;
  stop: string | undefined;
}

/** The sampling part of a command's config. */
export const samplingOf = ({ temperature, topP, topK, minP, repetitionPenalty }: Given): Sampling => ({
  temperature,
  topP,
  topK,
  minP,
  repetitionPenalty,
});
