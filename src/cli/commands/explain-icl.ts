import { defineCommand } from "../command.ts";
import { explainIclOf, iclOptions } from "../explain/icl.ts";

export const explainIcl = defineCommand({
  more: `Asks in eight wordings, none of which speaks of emoji, before and after. The
emoji that are looked for are those of the persona's own answers to the test
questions, or --emoji. Without a persona the model as it is is asked alone.
Examples: traitlab explain icl -p runs/first/personas/finetune/openness
          traitlab explain icl -m model.gguf --trait introversion --emoji 🎉,🥳`,
  options: iclOptions,
  run: explainIclOf,
});
