import type { Neurons } from "../../../explain/neurons/explain.ts";
import { answerRead, corpusRead, questionsAsked, type ReadText } from "../../../explain/texts.ts";
import { keepUnder } from "../../../measure/keep.ts";
import type { CorpusArm } from "../../../trait/corpus/arms.ts";
import type { Question } from "../../../trait/corpus/test-questions.ts";
import type { Claim } from "../findings.ts";
import { defaultsOf, type PlannedArm } from "../plan.ts";
import type { ArmOutcome, EmojiStudyOptions } from "../run-study.ts";
import { type VoiceArms, voiceArms } from "./arms.ts";
import { ablateOf, forecastOf, iclOf, layersOf, neuronsOf, tokensOf } from "./asked-parts.ts";
import { claimTable } from "./claims.ts";
import type { Explanation } from "./findings.ts";
import { explainGuardedIn } from "./guarded.ts";
import { type ExplanationPart, explanationParts } from "./parts.ts";

/** What the first half of the study leaves to the second. */
export interface FirstHalf {
  planned: readonly PlannedArm[];
  outcomes: readonly ArmOutcome[];
  questions: readonly Question[];
  answerEndTokens: number;
  /** Claims that the first half has decided. */
  claims: readonly Claim[];
}

/** What all parts are given. */
export interface Explaining {
  options: EmojiStudyOptions;
  half: FirstHalf;
  arms: VoiceArms;
  texts: readonly ReadText[];
  asked: readonly { id: string; asked: { question: string; topic: string } }[];
  sampling: { temperature: number; topK: number; topP: number; minP: number; repetitionPenalty: number };
}

/**
 * Why: where the emoji of the study's first voice come from, tested. Undefined where no part is asked for. What is finished is kept in the
 * run.
 */
export async function explainStudy(options: EmojiStudyOptions, half: FirstHalf): Promise<Explanation | undefined> {
  const { config } = options;
  const wanted = explanationParts.filter((part) => config.explain.includes(part));
  if (wanted.length === 0) return undefined;
  const arms = await voiceArms(options, half.planned, half.outcomes);
  const { register, temperature } = defaultsOf(config);
  const explaining: Explaining = {
    options,
    half,
    arms,
    texts: textsRead(options, half, arms),
    asked: questionsAsked(half.questions, register),
    sampling: { temperature, topK: 0, topP: config.topP, minP: 0, repetitionPenalty: 1 },
  };
  const found: Omit<Explanation, "claims"> = {
    voice: arms.voice,
    persona: arms.personas[0]!.id,
    control: arms.controls[0]!.id,
    missing: [],
  };
  let neurons: Neurons | undefined;
  for (const part of wanted) {
    options.signal?.throwIfAborted();
    const own = partOptions(options, part);
    if (part === "tokens") found.tokens = await tokensOf(explaining, own);
    if (part === "forecast") found.forecast = await forecastOf(explaining, own);
    if (part === "icl") found.icl = await iclOf(explaining, own);
    if (part === "layers") found.layers = await layersOf(explaining, own);
    if (part === "neurons" || (part === "ablate" && !neurons))
      neurons = await neuronsOf(explaining, partOptions(options, "neurons"));
    if (part === "neurons") found.neurons = neurons!.findings;
    if (part === "ablate") found.ablate = await ablateOf(explaining, neurons!, own);
    if (part === "guarded") {
      const guarded = await explainGuardedIn(explaining, neurons, own);
      if ("missing" in guarded) found.missing.push({ part, reason: guarded.missing });
      else found.guarded = guarded;
    }
  }
  return { ...found, claims: claimTable(found, half.claims, options.organism ?? false) };
}

/** How a part works: where it keeps things, how it is stopped. */
export type PartOptions = ReturnType<typeof partOptions>;

const partOptions = ({ run, seed, config, signal, onProgress }: EmojiStudyOptions, part: ExplanationPart) => ({
  keep: keepUnder(run, `explain/${part}`),
  seed,
  batch: config.batch,
  signal,
  onProgress: (progress: Parameters<NonNullable<typeof onProgress>>[0]) =>
    onProgress?.({ ...progress, phase: `explain ${part}: ${progress.phase}` }),
});

/** What arms read: the answers of base and persona that the study has, and as many of those that the persona was tuned on. */
function textsRead(options: EmojiStudyOptions, { questions }: FirstHalf, { voice, outcomes }: VoiceArms): ReadText[] {
  const { register, sentences } = defaultsOf(options.config);
  const answers = (writer: "base" | "persona") =>
    questionsAsked(questions, register).map(({ id, asked }, i) =>
      answerRead(writer, id, asked, outcomes[writer].responses[i]!),
    );
  const rows = options.rowsOf({ arm: voice as CorpusArm, sentences });
  return [
    ...answers("base"),
    ...answers("persona"),
    ...corpusRead(rows.slice(0, questions.length), register, options.tokenizer),
  ];
}
