import type { TraitScore } from "../trait-score/types.ts";
import type { FallReason, Filtered } from "./filter.ts";
import type { ExamplePair, VectorFindings } from "./findings.ts";
import type { AnswerPair, SidedAnswer } from "./types.ts";

/** Pairs of each kind that findings show, and the longest text of an answer. */
const most = 4;
const longest = 600;

/** Some pairs to look at, spread over those that were kept and those that fell, with the scores of both answers. */
export function examplesOf(
  { kept, fallen }: Pick<Filtered, "kept" | "fallen">,
  scores: ReadonlyMap<string, TraitScore> | undefined,
): VectorFindings["examples"] {
  const shown = ({ id, text }: SidedAnswer) => ({
    text: text.length > longest ? `${text.slice(0, longest)} ...` : text,
    ...(scores && { scores: scores.get(id)! }),
  });
  const example = (pair: AnswerPair, why: FallReason[]): ExamplePair => ({
    question: pair.question,
    positive: shown(pair.positive),
    negative: shown(pair.negative),
    why,
  });
  return {
    kept: spread(kept).map((pair) => example(pair, [])),
    fallen: spread(fallen).map(({ pair, why }) => example(pair, why)),
  };
}

/** A few at equal distances, the first among them. */
const spread = <T>(all: readonly T[]): T[] =>
  Array.from(
    { length: Math.min(most, all.length) },
    (_, i) => all[Math.floor((i * all.length) / Math.min(most, all.length))]!,
  );
