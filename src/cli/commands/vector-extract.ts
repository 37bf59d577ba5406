import { defineCommand } from "../command.ts";
import { extractVectorOf } from "../vector/extract.ts";
import { extractOptions } from "../vector/extract-options.ts";

export const vectorExtract = defineCommand({
  more: `Answers under instructions for the trait and against it are scored, filtered
and read; or given answers of both poles are read (--from answers, usual for the
embedded model, which follows no instructions). The folder (vectors/TRAIT unless
named) gets vector.safetensors, trait.json, report.html; the same command goes
on where it stopped. 5 pairs x 20 questions x 2 rollouts x 2 sides are 400
answers; the paper's 10 rollouts make 2,000.
Examples: traitlab vector extract -t extraversion
          traitlab vector extract -m model.gguf -t sycophantic -o vectors/syco
          traitlab vector extract -m model.gguf -t sarcastic --writer model.gguf`,
  options: extractOptions,
  run: extractVectorOf,
});
