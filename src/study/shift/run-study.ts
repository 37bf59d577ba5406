import { questionsAsked } from "../../explain/texts.ts";
import { answerSet } from "../../measure/capability/text-sets.ts";
import { axesOf } from "../../measure/projection/axes.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { assembleShift } from "./assemble.ts";
import type { ShiftFindings } from "./findings.ts";
import { guardedOutcomes } from "./guarded.ts";
import { type Observing, observe } from "./observe.ts";
import type { ShiftStudyOptions } from "./options.ts";
import type { ShiftOutcome, Studying } from "./outcomes.ts";
import { plainTunings } from "./plan.ts";
import { foretell } from "./predict.ts";
import { subject, tunedOutcomes } from "./tuned.ts";
import { poleOutcomes } from "./tuned-poles.ts";
import { afterwards, promptedOutcome } from "./untuned.ts";
import { type PoleVector, poleVector } from "./vectors.ts";

/**
 * Reads the training answers before any tuning, tunes on mixtures of trait-laden and neutral answers plainly and in ways that are meant to
 * keep the trait out, and measures each. What is finished is kept in the run, so a call goes on where the last one stopped.
 */
export async function runShiftStudy(options: ShiftStudyOptions): Promise<ShiftFindings> {
  const { config, answers, seed, scorer, reader } = options;
  const vectors: PoleVector[] = [];
  for (const pole of new Set([config.trait, ...config.poles])) vectors.push(await poleVector(pole, options));
  const axes = vectors.flatMap(({ pole, directions, layer }) => axesOf([{ name: pole, directions }], [layer]));
  const observing: Observing = {
    questions: questionsAsked(chooseQuestions(config.questions, seed), config.register),
    axes,
    scorer,
    reader: config.poles.length > 0 ? reader : undefined,
    neutral: answerSet(answers),
  };
  const studying: Studying = { options, observing, vectors };
  const base = subject("base", options);
  const foretold = await foretell(
    [...new Set(["neutral", config.trait, ...config.poles])],
    options.rowsOf,
    { base, axes },
    options,
  );
  const asItIs: ShiftOutcome = {
    plan: null,
    method: "base",
    observation: await observe("base", base, undefined, observing, options),
  };
  const plain = await tunedOutcomes(plainTunings(config), studying);
  const { poles, basePole } = await poleOutcomes(studying, asItIs, plain);
  const { guarded, missing } = await guardedOutcomes(studying, asItIs, plain);
  const after = await afterwards(studying, plain);
  const prompted = config.methods.includes("prompt") ? [await promptedOutcome(studying)] : [];
  return assembleShift(
    { vectors, foretold, base: asItIs, arms: [...plain, ...guarded, ...after, ...prompted], poles, basePole, missing },
    { ...options, scorer },
  );
}
