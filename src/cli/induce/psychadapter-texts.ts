import { usage } from "../../base/errors.ts";
import type { FinetuneRow } from "../../induce/finetune/finetune-task.ts";
import { type EstimatedScores, estimateScores, type TextToScore } from "../../measure/classifier/estimate-scores.ts";
import { corpusArms } from "../../trait/corpus/arms.ts";
import { readScoredFile } from "../../trait/corpus/scored-rows.ts";
import { rowsIn, type SentenceCut } from "../../trait/corpus/tuning.ts";
import { type TraitId, traits } from "../../trait/framework.ts";
import type { Context } from "../context.ts";
import type { Reads } from "../measure/classifier-kind.ts";
import { openReader } from "../measure/classifier-reader.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";

/** Texts to train on, and where their trait scores come from. */
export interface PrefixTexts {
  rows: Omit<FinetuneRow, "z">[];
  /** What a reader is asked to score. */
  toScore: TextToScore[];
  /** Scores that the texts' file has, by text, in the order of `traits`. */
  given?: number[][];
  /** The traits that condition the prefix. */
  traits: readonly string[];
}

interface Given {
  /** As typed; undefined for all there are. */
  traits: readonly string[] | undefined;
  data: string | undefined;
  sentences: SentenceCut;
}

/** The texts asked for: the answers of all eleven arms that go with the model, or a user's. Throws "usage" for a trait that has no score. */
export function prefixTexts(
  { answers }: Pick<OpenedModel, "answers">,
  { traits: asked, data, sentences }: Given,
): PrefixTexts {
  if (data !== undefined) return textsOfFile(data, asked);
  const labelled = corpusArms.flatMap((arm) => rowsIn(answers, arm, { sentences }).map((row) => ({ arm, ...row })));
  return {
    rows: labelled.map(({ question, answer }) => ({ messages: [{ role: "user", content: question }], answer })),
    toScore: labelled.map(({ answer, question, topic, arm }) => ({ text: answer, question, fitted: { topic, arm } })),
    traits: chosen(asked, traits),
  };
}

function textsOfFile(data: string, asked: readonly string[] | undefined): PrefixTexts {
  const rows = readScoredFile(data);
  const known = rows[0]!.scores && Object.keys(rows[0]!.scores);
  const names = chosen(asked, known ?? traits);
  return {
    rows: rows.map(({ question, text }) => ({
      messages: question === undefined ? null : [{ role: "user", content: question }],
      answer: text,
    })),
    toScore: rows.map(({ question, text }) => ({ text, ...(question === undefined ? {} : { question }) })),
    ...(known ? { given: rows.map(({ scores }) => names.map((name) => scores![name]!)) } : {}),
    traits: names,
  };
}

function chosen(asked: readonly string[] | undefined, known: readonly string[]): readonly string[] {
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw usage(`There are no scores of "${unknown}"; there are scores of ${known.join(", ")}.`);
  return asked ?? known;
}

/** The texts' scores, [texts, traits], as their file has them or as a reader estimates them. */
export async function scoresOfTexts(
  texts: PrefixTexts,
  { model, by, threads }: { model: OpenedModel; by: Reads; threads: number | undefined },
  context: Context,
): Promise<EstimatedScores> {
  if (texts.given) return { raw: texts.given, by: "given with the texts" };
  const { reader, known } = await openReader(by, model, threads, context);
  const taps = known && "taps" in known ? { classifier: known.taps, spec: model.spec } : undefined;
  const { signal, onProgress } = context;
  const estimated = await withEngine(threads, context, (engine) =>
    estimateScores(texts.toScore, { engine, reader, taps, signal, onProgress }),
  );
  const columns = texts.traits.map((name) => traits.indexOf(name as TraitId));
  return { ...estimated, raw: estimated.raw.map((scores) => columns.map((column) => scores[column]!)) };
}
