import { defineCommand } from "../command.ts";
import { explainGuardedOf, guardedOptions } from "../explain/guarded.ts";

export const explainGuardedCommand = defineCommand({
  more: `Tunes the persona again: plainly, steered along the emoji direction while it is
tuned, with that direction taken out, with MLP units held, and under random
directions. No guard is left when they are measured. The adapters and the
directions stay in --out, for induce finetune --prevent and --ablate.
Example: traitlab explain guarded -p personas/tuned -o runs/guarded`,
  options: guardedOptions,
  run: explainGuardedOf,
});
