import { exampleForms, examplesPersona } from "../../induce/examples.ts";
import { defineCommand, parameter } from "../command.ts";
import { personaOptions } from "../induce/options.ts";
import { induceTexts } from "../induce/texts.ts";
import { oneOf } from "../kinds.ts";
import { modelOption } from "../open-model.ts";

export const induceExamples = defineCommand({
  more: `few-shot: three answers as earlier turns of the chat. ike: the paper's form, one
message with an instruction about the topic and three answers.
Example: traitlab induce examples -t openness:low -o p/shown`,
  options: {
    model: modelOption,
    ...personaOptions,
    form: parameter("--form <name>", "few-shot or ike", oneOf(exampleForms), "few-shot" as const),
  },
  run: (given, context) =>
    induceTexts(
      given,
      {
        inducer: "examples",
        recipe: { form: given.form },
        texts: (target, answers) => examplesPersona(target, given.form, answers),
      },
      context,
    ),
});
