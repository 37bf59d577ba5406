import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { badInput, TraitlabError } from "../../base/errors.ts";
import type { Keep } from "../../measure/keep.ts";
import type { Respondent } from "../../measure/respondent.ts";
import { readVectorFindings } from "../../measure/vectors/findings.ts";
import { rollOut } from "../../measure/vectors/rollouts.ts";
import type { AnswerPair, Pooling } from "../../measure/vectors/types.ts";
import { type Counterpart, writtenPairs } from "../../measure/vectors/written.ts";
import { personaChat } from "../../model/persona-chat.ts";
import { contents } from "../../run/folder.ts";
import { type RunDetails, showRun } from "../../run/list.ts";
import type { ProcessTable } from "../../run/lock.ts";
import { readContrastTrait } from "../../trait/contrast/read-file.ts";
import type { OpenedModel } from "../open-model.ts";

/** The answers that a vector is the mean difference of, and how they were pooled. */
export interface MadeOf {
  pairs: AnswerPair[];
  pooling: Pooling;
}

/** What of an extraction's settings decides its answers. */
interface Settings {
  recipe: string;
  pooling: Pooling;
  orthogonalTo?: unknown[];
  from: "instructions" | "answers";
  against?: Counterpart;
  questions?: number;
  pairs?: number;
  rollouts?: number;
  temperature?: number;
  maxNewTokens?: number;
}

/** The kept pairs of answers that an extraction's folder holds, or why they are not at hand. Nothing is answered anew. */
export async function answersOf(
  vector: string,
  model: OpenedModel,
  processes: ProcessTable,
): Promise<MadeOf | { undefined: string }> {
  const folder = dirname(vector);
  if (!existsSync(join(folder, contents.manifest))) return { undefined: "the file says nothing of its answers" };
  try {
    return await readAnswers(folder, showRun(folder, processes), model);
  } catch (error) {
    if (!(error instanceof TraitlabError)) throw error;
    return { undefined: `its answers cannot be read again (${error.message.replace(/\.$/, "")})` };
  }
}

async function readAnswers(
  folder: string,
  { manifest, findings, status }: RunDetails,
  model: OpenedModel,
): Promise<MadeOf | { undefined: string }> {
  if (manifest.command !== "vector extract" || status !== "done")
    return { undefined: "its folder is no finished extraction" };
  const settings = manifest.config as unknown as Settings;
  const { recipe, pooling, orthogonalTo = [] } = settings;
  if (recipe !== "mean-diff") return { undefined: `${recipe} is not made anew for each draw, only mean-diff is` };
  if (orthogonalTo.length > 0) return { undefined: "it is purified, so more than its own answers made it" };
  const found = readVectorFindings(findings, folder);
  const { ids } = found.pairs;
  if (ids === undefined && found.pairs.kept < found.pairs.asked)
    return { undefined: "its folder does not say which answers were kept: extract it again" };
  const all = await pairsOf(folder, settings, model, manifest.seed);
  const kept = new Set(ids);
  const pairs = ids === undefined ? all : all.filter(({ id }) => kept.has(id));
  if (pairs.length !== found.pairs.kept) return { undefined: "its answers are not those it was made of" };
  return { pairs, pooling };
}

async function pairsOf(
  folder: string,
  { from, against = "opposite", questions, pairs = 5, rollouts = 2, temperature = 1, maxNewTokens = 64 }: Settings,
  model: OpenedModel,
  seed: number,
): Promise<AnswerPair[]> {
  const trait = readContrastTrait(join(folder, contents.trait));
  if (from === "answers") {
    const topics = model.answers.train.slice(0, questions);
    const chat = (question: string) => personaChat({}, { question });
    return writtenPairs({ topics, pole: trait.pole!, against, tokenizer: model.tokenizer, chat });
  }
  const asked = questions ?? trait.questions.extract.length;
  const request = { trait, instructions: pairs, questions: asked, rollouts, temperature, maxNewTokens };
  return rollOut({ respondent: nobody, ...request }, { seed, keep: keptIn(folder) });
}

/** Answers nothing: what is read again is all on disk. */
const nobody: Respondent = {
  name: "nobody",
  chat: (asked) => personaChat({}, asked),
  reply: async () => {
    throw badInput("some of its answers are gone");
  },
};

/** What a finished run keeps, to be read only. */
function keptIn(folder: string): Keep {
  const values = new Map(
    readFileSync(join(folder, contents.items), "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => {
        const { group, key, value } = JSON.parse(line) as { group: string; key: string; value: unknown };
        return [`${group}\n${key}`, value] as const;
      }),
  );
  return {
    items: <T>(group: string, keys: readonly string[]) => ({
      missing: keys.filter((key) => !values.has(`${group}\n${key}`)),
      put: () => {},
      values: () => keys.map((key) => values.get(`${group}\n${key}`) as T),
    }),
  };
}
