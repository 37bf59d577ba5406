import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import type { SeveralScorer } from "../../measure/trait-score/several.ts";
import { extractVector } from "../../measure/vectors/extract.ts";
import type { VectorFindings } from "../../measure/vectors/findings.ts";
import type { PoolSize } from "../../measure/vectors/pools.ts";
import { rollOut } from "../../measure/vectors/rollouts.ts";
import type { AnswerPair } from "../../measure/vectors/types.ts";
import { writtenPairs } from "../../measure/vectors/written.ts";
import type { Directions } from "../../model/directions/about.ts";
import { personaChat } from "../../model/persona-chat.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import type { SteerConfig } from "./config.ts";

/** A trait's vector, and what it is made of. */
export interface MadeVector {
  trait: ContrastTrait;
  directions: Directions;
  findings: VectorFindings;
  pairs: readonly AnswerPair[];
}

export interface ExtractAll {
  local: LocalModel;
  model: { name: string; sha256: string };
  size: PoolSize;
  traits: readonly ContrastTrait[];
  answers: Answers;
  scorer: SeveralScorer;
  config: SteerConfig;
  why: string;
}

/** Which answers count, and how many of them are needed (METHODS 4). */
const thresholds = { trait: 50, coherence: 50 };
const fewestPairs = 10;

/** The vectors of all traits, one after the other, as `vector extract` makes them. */
export async function extractAll(request: ExtractAll, options: MeasureOptions): Promise<MadeVector[]> {
  const { local, model, size, traits, scorer, config, why } = request;
  const made: MadeVector[] = [];
  for (const [i, trait] of traits.entries()) {
    const own: MeasureOptions = {
      ...options,
      keep: keepUnder(options.keep, `extract/${trait.id}`),
      onProgress: (progress) => options.onProgress?.({ ...progress, phase: `${progress.phase}, ${trait.id}` }),
    };
    const pairs = await pairsOf(trait, request, own);
    const { from, against, contrast, rollouts } = config;
    const { directions, findings } = await extractVector(
      {
        ...{ local, model, size, trait, pairs, thresholds },
        reader: local,
        source: { from, reason: why, ...(from === "answers" && { against }) },
        settings: {
          from,
          questions: contrast,
          seed: options.seed,
          ...(from === "answers" ? { against } : { rollouts }),
        },
        // Given answers were written for their pole: nobody needs to say what they show.
        scorer: from === "answers" ? undefined : scorer.one[i],
        minPairs: fewestPairs,
        recipe: "mean-diff",
        pooling: "response-mean",
        orthogonalTo: [],
      },
      own,
    );
    made.push({ trait, directions, findings, pairs });
  }
  return made;
}

async function pairsOf(
  trait: ContrastTrait,
  { local, model, answers, config }: ExtractAll,
  options: MeasureOptions,
): Promise<AnswerPair[]> {
  const { from, against, contrast, rollouts, maxNewTokens } = config;
  if (from === "answers")
    return writtenPairs({
      topics: answers.train.slice(0, contrast),
      pole: trait.pole!,
      against,
      tokenizer: local.tokenizer,
      chat: (question) => personaChat({}, { question }),
    });
  const respondent = engineRespondent(model.name, local);
  const instructions = trait.instructions.length;
  return rollOut(
    { respondent, trait, instructions, questions: contrast, rollouts, temperature: 1, maxNewTokens },
    options,
  );
}
