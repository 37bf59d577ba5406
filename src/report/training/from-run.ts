import { join } from "node:path";
import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { contents } from "../../run/folder.ts";
import type { RunDetails } from "../../run/list.ts";
import type { OrganismRecipe } from "../../trait/organism/recipe.ts";
import { readTrainingFindings } from "./findings.ts";
import type { TrainingReport } from "./html.ts";

const whole = z.number();

/** What the report reads of a recipe; the rest of it passes. */
const recipeSchema = z.looseObject({
  recipe: z.string(),
  model: z.looseObject({
    layers: whole,
    dModel: whole,
    heads: whole,
    kvHeads: whole,
    headDim: whole,
    dMlp: whole,
    tiedHead: z.boolean(),
  }),
  training: z.looseObject({
    length: whole,
    batch: whole,
    epochs: whole,
    lr: z.number(),
    schedule: z.string(),
    warmupRatio: z.number(),
    weightDecay: z.number(),
    clipNorm: z.number(),
    deviation: z.number().optional(),
  }),
  tokenizer: z.looseObject({ documents: whole, context: whole }),
});

/** Reads a finished training run back. Throws "bad-input" where its files are not what the command writes. */
export function readTrainingRun({
  folder,
  manifest,
  findings,
}: Pick<RunDetails, "folder" | "manifest" | "findings">): TrainingReport {
  const { config, seed, versions, machine } = manifest;
  const parsed = recipeSchema.safeParse(config);
  if (!parsed.success)
    throw badInput(`${join(folder, contents.manifest)} holds no recipe of \`model train\`; train again with --fresh.`);
  return {
    findings: readTrainingFindings(findings, join(folder, contents.findings)),
    recipe: parsed.data as unknown as OrganismRecipe,
    run: {
      seed,
      versions,
      machine,
      commandLine: `traitlab model train --recipe ${parsed.data.recipe}${seed === 0 ? "" : ` --seed ${seed}`} --out DIR`,
    },
  };
}
