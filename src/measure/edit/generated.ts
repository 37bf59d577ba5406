import { badInput } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { asItIs } from "../../model/engine/as-it-is.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import type { AnsweredTopic } from "../../trait/corpus/answers.ts";
import { questionAbout } from "../../trait/questions.ts";
import { askQuestions } from "../answers.ts";
import { engineRespondent } from "../engine-respondent.ts";
import type { MeasureOptions } from "../instrument.ts";
import type { LocalModel, Respondent, WorkOptions } from "../respondent.ts";
import { bootstrapMean, drawResamples } from "../statistics/bootstrap.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { wilson } from "../statistics/wilson.ts";
import { targetIndex, type Verdict } from "./metrics.ts";

/** Says of texts how far they are of the target pole, in their order; null for one that cannot be read, as an empty one. */
export type TargetClassifier = (
  engine: Engine,
  texts: readonly string[],
  options: WorkOptions,
) => Promise<readonly (Verdict | null)[]>;

/** How answers are drawn, and who judges them. */
export interface GeneratedOptions {
  classify: TargetClassifier;
  /** For reports: which classifier it is. */
  classifier: string;
  sampling: Sampling;
  maxNewTokens: number;
}

/** What a classifier finds in answers of base and persona to the same questions, drawn with the same random numbers. */
export interface GeneratedFigures {
  classifier: string;
  /** Share of the persona's answers, and of the base's, that the classifier gives to the target. */
  accuracy: Estimate;
  baseAccuracy: Estimate;
  /** TPEI, mean over questions, nats. */
  targetIndex: Estimate;
  /** Questions of which an answer could not be read; they count in none of these. */
  unread: number;
  /** By question, in the order of the topics; null where it was not read. */
  items: { isTarget: (number | null)[]; targetIndex: (number | null)[] };
}

/** Has base and persona answer the topics' questions and the classifier judge both. */
export async function generatedFigures(
  respondent: Respondent & { local: LocalModel },
  topics: readonly AnsweredTopic[],
  { classify, classifier, sampling, maxNewTokens }: GeneratedOptions,
  options: MeasureOptions,
): Promise<GeneratedFigures> {
  const { local } = respondent;
  const base = engineRespondent("base", { ...local, spec: asItIs(local.spec) });
  const verdicts = async (who: Respondent, group: string) => {
    const questions = topics.map(({ topic }) => ({
      id: topic,
      messages: who.chat({ question: questionAbout(topic), topic }),
    }));
    const answers = await askQuestions(who, questions, { ...options, sampling, maxNewTokens, group });
    return classify(
      local.engine,
      answers.map(({ text }) => text),
      options,
    );
  };
  // All of the base's, then all of the persona's: an engine keeps one session.
  const before = await verdicts(base, "base answers");
  const after = await verdicts(respondent, "answers");
  return figuresOf(classifier, pairsOf(before, after), options.seed);
}

/** An answer of the base and one of the persona to the same question; null where either cannot be read. */
type Pair = { before: Verdict; after: Verdict } | null;

const pairsOf = (before: readonly (Verdict | null)[], after: readonly (Verdict | null)[]): Pair[] =>
  before.map((verdict, i) => {
    const other = after[i] ?? null;
    return verdict && other && { before: verdict, after: other };
  });

function figuresOf(classifier: string, pairs: readonly Pair[], seed: number): GeneratedFigures {
  const read = pairs.filter((pair) => pair !== null);
  if (read.length < 2)
    throw badInput(`${read.length} of ${pairs.length} pairs of answers can be read: two are needed; most are empty.`);
  const index = (pair: Pair) => pair && targetIndex(pair.before, pair.after);
  const share = (side: "before" | "after") => wilson(read.filter((pair) => pair[side].isTarget).length, read.length);
  const draws = drawResamples(read.length, { seed, stream: "edit/tpei" });
  return {
    classifier,
    accuracy: share("after"),
    baseAccuracy: share("before"),
    targetIndex: bootstrapMean(
      read.map((pair) => index(pair)!),
      draws,
    ),
    unread: pairs.length - read.length,
    items: { isTarget: pairs.map((pair) => pair && +pair.after.isTarget), targetIndex: pairs.map(index) },
  };
}
