import type { MeasureOptions } from "../../measure/instrument.ts";
import { bootstrapMean, drawResamples } from "../../measure/statistics/bootstrap.ts";
import { bootstrapJointly, meanAt } from "../../measure/statistics/joint.ts";
import { pairedProportions } from "../../measure/statistics/paired.ts";
import { wilson } from "../../measure/statistics/wilson.ts";
import type { ExplainedArm } from "../arm.ts";
import type { Estimated } from "../findings.ts";
import type { Answered } from "./answered.ts";
import type { ForecastCase, ForecastFindings } from "./findings.ts";
import { readVoices, type VoiceReading, type VoiceRows } from "./reading.ts";
import { scoreForecasts } from "./score.ts";
import { warningsOf } from "./warnings.ts";

/** A voice that the model was tuned toward, or could be. */
export interface ForecastVoice extends VoiceRows {
  /** What the base model answered under the voice's persona prompt. */
  prompted?: Answered;
  /** Any number that was known before tuning and is the larger the more emoji it stands for, say of a persona vector. */
  vector?: number;
  /** What it answered after tuning, once a tuning seed; none where it was not tuned. */
  outcomes: readonly Answered[];
}

export interface ForecastRequest {
  /** The model as it is; it reads every voice's tuning answers. */
  base: ExplainedArm;
  /** Its name in the findings. */
  model: string;
  /** What it answered to the same questions as the tuned ones. */
  baseAnswers: Answered;
  voices: readonly ForecastVoice[];
}

/**
 * Forecasts from the base model alone which voices will show emoji after tuning, and scores the forecasts by what came. Throws RangeError
 * where answers of a voice are not as many as the base model's.
 */
export async function forecast(
  { base, model, baseAnswers, voices }: ForecastRequest,
  options: MeasureOptions,
): Promise<ForecastFindings> {
  const reading = withUnlikePlaces(await readVoices(base, voices, options));
  const cases = voices.map((voice, i) =>
    caseOf(voice, { model, baseAnswers, reading: reading[i]!, seed: options.seed }),
  );
  return judged(cases, options.seed);
}

/** The readings, without ends of answers where each is an end of a sentence and the only one: they would be one forecaster twice. */
function withUnlikePlaces(readings: readonly VoiceReading[]): VoiceReading[] {
  const alike = ({ sentenceEnds, answerEnds }: VoiceReading) => sentenceEnds.every((mass, i) => mass === answerEnds[i]);
  return readings.every(alike) ? readings.map((reading) => ({ ...reading, answerEnds: [] })) : [...readings];
}

/** Forecasts of several models, scored together. */
export const joinForecasts = (all: readonly ForecastFindings[], seed: number): ForecastFindings =>
  judged(
    all.flatMap(({ cases }) => cases),
    seed,
  );

function judged(cases: ForecastCase[], seed: number): ForecastFindings {
  return { part: "forecast", cases, scores: scoreForecasts(cases, seed), warnings: warningsOf(cases) };
}

function caseOf(
  { id, prompted, vector, outcomes }: ForecastVoice,
  { model, baseAnswers, reading, seed }: { model: string; baseAnswers: Answered; reading: VoiceReading; seed: number },
): ForecastCase {
  const tuned = outcomes.length > 0;
  return {
    model,
    voice: id,
    forecasts: {
      "prompt-esr": prompted ? wilson(prompted.emoji.filter(Boolean).length, prompted.emoji.length) : null,
      "prompt-mass": prompted ? meanKnown(prompted.mass, seed) : null,
      "sentence-ends": meanKnown(reading.sentenceEnds, seed),
      "answer-ends": meanKnown(reading.answerEnds, seed),
      vector: vector === undefined ? null : { value: vector, low: null, high: null, n: 1 },
    },
    esr: tuned ? pooledEsr(outcomes) : null,
    mass: tuned ? pooledMass(outcomes, seed) : null,
    seeds: outcomes.length,
    shows: outcomes.filter(({ emoji }) => pairedProportions(emoji, baseAnswers.emoji).difference.low > 0).length,
  };
}

const finite = (end: number): number | null => (Number.isFinite(end) ? end : null);
const bounded = ({ value, low, high, n }: { value: number; low: number; high: number; n: number }): Estimated | null =>
  Number.isFinite(value) ? { value, low: finite(low), high: finite(high), n } : null;

function meanKnown(values: readonly (number | null)[], seed: number): Estimated | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : bounded(bootstrapMean(known, drawResamples(known.length, { seed }), [0, 1]));
}

/** Wilson's interval as if each question had been answered once: answers to one question by several seeds are alike. n = questions. */
function pooledEsr(outcomes: readonly Answered[]): Estimated {
  const yes = outcomes.flatMap(({ emoji }) => emoji).filter(Boolean).length;
  return wilson(yes / outcomes.length, outcomes[0]!.emoji.length);
}

function pooledMass(outcomes: readonly Answered[], seed: number): Estimated | null {
  const sizes = { questions: outcomes[0]!.mass.length, seeds: outcomes.length };
  const mean = ({ questions, seeds }: Record<"questions" | "seeds", Uint32Array>) =>
    Array.from(seeds).reduce((sum, i) => sum + meanAt(outcomes[i]!.mass, questions), 0) / seeds.length;
  return bounded(bootstrapJointly(sizes, mean, { seed, resamples: 1000, stream: "forecast/mass" }, [0, 1]));
}
