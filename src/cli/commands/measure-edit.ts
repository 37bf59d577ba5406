import { usage } from "../../base/errors.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { reads } from "../measure/classifier-kind.ts";
import { measureEditOf } from "../measure/edit.ts";
import { measureOptions, questionOptions } from "../measure/options.ts";
import { openSubjectHere } from "../measure/subject.ts";

export const measureEdit = defineCommand({
  more: `PersonalityEdit's metrics. ES and DD: the persona's probabilities of answers to
topics that it was not tuned on (of its own pole, of the nine others, neutral
ones) against those of its model. Acc and TPEI: what a classifier finds in
answers that both write to the same topics; --by as in measure classifier.
Examples: traitlab measure edit -p personas/tuned
          traitlab measure edit -p personas/tuned --given-only`,
  options: {
    ...measureOptions,
    givenOnly: flag("--given-only", "ES and DD only: no answers are written"),
    by: parameter("--by <reader>", "who reads the answers: taps, taps:DIR, onnx:DIR (default: taps)", reads),
    temperature: questionOptions.temperature,
    topP: questionOptions.topP,
    maxNewTokens: questionOptions.maxNewTokens,
  },
  async run(given, context) {
    const {
      persona,
      givenOnly,
      by = { by: "taps", folder: undefined },
      temperature,
      topP,
      maxNewTokens,
      accuracy,
    } = given;
    if (persona === undefined) throw usage("measure edit compares a persona with its model: name it with --persona.");
    if (by.by === "likelihood")
      throw usage("--by likelihood gives no probability of a pole: taps, taps:DIR or onnx:DIR is legal here.");
    const { batch, threads, out, fresh } = given;
    const subject = await openSubjectHere(given, context);
    const settings = { temperature, topP, maxNewTokens, accuracy };
    const call = { subject, reads: givenOnly ? undefined : by, settings, batch, threads, out, fresh };
    return measureEditOf(call, context);
  },
});
