import { defineCommand, required } from "../command.ts";
import { path } from "../kinds.ts";
import { screenOf, screenOptions } from "../vector/screen.ts";

export const vectorScreen = defineCommand({
  name: "vector screen",
  about: "rank training data by what it would teach, and flag what stands out",
  more: `Projection difference: each answer less the model's own answer to the prompt
(exact), of a sample of rows (sampled; rows are then ranked by the proxy), or
less the prompt's last token (proxy). --out gets ranked.csv and flagged.jsonl.
Examples: traitlab vector screen E.safetensors --data train.jsonl -o screened
          traitlab vector screen E.safetensors --data train.jsonl --method proxy`,
  arguments: { vector: required("<vector>", "a file, or the folder that vector extract made", path) },
  options: screenOptions,
  run: screenOf,
});
