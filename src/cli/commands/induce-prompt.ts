import { promptPersona } from "../../induce/prompt.ts";
import { defineCommand } from "../command.ts";
import { personaOptions } from "../induce/options.ts";
import { induceTexts } from "../induce/texts.ts";
import { modelOption } from "../open-model.ts";

export const inducePrompt = defineCommand({
  name: "induce prompt",
  about: "a persona that is asked to play the trait",
  more: "Example: traitlab induce prompt -t extraversion -o p/asked",
  options: { model: modelOption, ...personaOptions },
  run: (given, context) => induceTexts(given, { inducer: "prompt", recipe: {}, texts: promptPersona }, context),
});
