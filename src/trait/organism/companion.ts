import { join } from "node:path";
import { writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import { type CompanionFile, companionFiles } from "../corpus/companion.ts";
import { organismAnswers } from "./tuning.ts";

/**
 * Options that are usual for an organism: it is small, so a high rate, and all of the study, which takes minutes; it says one thing a
 * sentence, so the first one is enough.
 */
const usualForOrganisms = {
  traits: "extraversion,openness,neuroticism,agreeableness,conscientiousness",
  sentences: "1",
  rank: "8",
  alpha: "16",
  lr: "0.002",
  epochs: "4",
  explain: "all",
};

/** Writes what an organism brings along: answers from its own grammar, and the options above. */
export function writeCompanion(folder: string, seed: number): void {
  const about: CompanionFile = {
    schema: 1,
    origin: `the organism's own grammar, seed ${seed}, CC0-1.0`,
    usual: usualForOrganisms,
    recipe: "organism",
    seed,
  };
  const answers = organismAnswers(seed).map((topic) => JSON.stringify(topic));
  writeFileAtomic(join(folder, companionFiles.answers), `${answers.join("\n")}\n`);
  writeFileAtomic(join(folder, companionFiles.about), `${canonicalJson(about, 2)}\n`);
}
