import { usage } from "../../base/errors.ts";
import { defineCommand } from "../command.ts";
import { vectorArguments, vectorsNamed } from "../vector/named.ts";
import { screenOf, screenOptions } from "../vector/screen.ts";

export const vectorScreen = defineCommand({
  more: `Projection difference: each answer less the model's own answer to the prompt
(exact), of a sample of rows (sampled; rows are then ranked by the proxy), or
less the prompt's last token (proxy). --out gets ranked.csv and flagged.jsonl.
Examples: traitlab vector screen E.safetensors --data train.jsonl -o screened
          traitlab vector screen E.safetensors --data train.jsonl --method proxy`,
  arguments: {
    given: { ...vectorArguments.argument, flags: "[vector]", about: "a file, or the folder that vector extract made" },
  },
  options: { ...screenOptions, vector: vectorArguments.option },
  run({ given, vector, ...options }, context) {
    const named = vectorsNamed(given, vector);
    if (named.length > 1) throw usage(`Data are screened along one vector, and ${named.length} are named.`);
    return screenOf({ ...options, vector: named[0]! }, context);
  },
});
