import { randomStream, shuffled } from "../../base/random.ts";
import { addScaled } from "../../model/directions/basis.ts";
import { cosineMatrix } from "./cosines.ts";
import type { PairOfTexts, PooledText } from "./types.ts";

/** Vectors that can be made anew: mean differences of pairs whose texts are at hand. */
export interface Redrawable {
  pairs: readonly (readonly PairOfTexts[])[];
  pooled: PooledText;
  layer: number;
  dModel: number;
}

export interface RedrawOptions {
  seed: number;
  draws: number;
}

/**
 * Cosines of vectors made anew of questions drawn with replacement, [draw][vector][vector]. Vectors that share questions, directly or by
 * way of others, are drawn together: a question that comes twice comes twice in each of them. Lengths do not count in cosines, so sums do.
 */
export function resampledCosines(vectors: Redrawable, { seed, draws }: RedrawOptions): number[][][] {
  const sums = vectors.pairs.map((pairs) => sumsByQuestion(pairs, vectors));
  const groups = linkedQuestions(vectors.pairs);
  const random = randomStream(seed, "trait space");
  return Array.from({ length: draws }, () => {
    const times = new Map<string, number>();
    for (const questions of groups)
      for (let i = 0; i < questions.length; i++) {
        const question = questions[Math.floor(random.uniform() * questions.length)]!;
        times.set(question, (times.get(question) ?? 0) + 1);
      }
    return cosineMatrix(
      sums.map((own) => {
        const sum = new Float64Array(vectors.dModel);
        for (const [question, part] of own) {
          const count = times.get(question);
          if (count !== undefined) addScaled(sum, part, count);
        }
        return sum;
      }),
    );
  });
}

/**
 * Cosines of vectors whose answers changed places, [draw][vector][vector]: at each question all its texts, of whatever vector and side,
 * are dealt anew over the places where they stand. A text that several vectors share stays shared, so these are the cosines that come from
 * how texts are shared and from nothing that the texts say.
 */
export function permutedCosines(vectors: Redrawable, { seed, draws }: RedrawOptions): number[][][] {
  const { pairs, pooled, layer, dModel } = vectors;
  const byQuestion = new Map<string, Set<number>>();
  for (const { question, positive, negative } of pairs.flat()) {
    const texts = byQuestion.get(question) ?? new Set();
    byQuestion.set(question, texts.add(positive).add(negative));
  }
  const random = randomStream(seed, "trait space/permuted");
  return Array.from({ length: draws }, () => {
    const dealt = new Map<string, number>();
    for (const [question, texts] of byQuestion) {
      const own = [...texts];
      for (const [i, text] of shuffled(own, random).entries()) dealt.set(`${question}\n${own[i]}`, text);
    }
    const at = (question: string, text: number) => pooled(dealt.get(`${question}\n${text}`)!, layer);
    return cosineMatrix(
      pairs.map((own) => {
        const sum = new Float64Array(dModel);
        for (const { question, positive, negative } of own) {
          addScaled(sum, at(question, positive), 1);
          addScaled(sum, at(question, negative), -1);
        }
        return sum;
      }),
    );
  });
}

function sumsByQuestion(
  pairs: readonly PairOfTexts[],
  { pooled, layer, dModel }: Redrawable,
): Map<string, Float64Array> {
  const sums = new Map<string, Float64Array>();
  for (const { question, positive, negative } of pairs) {
    const sum = sums.get(question) ?? new Float64Array(dModel);
    addScaled(sum, pooled(positive, layer), 1);
    addScaled(sum, pooled(negative, layer), -1);
    sums.set(question, sum);
  }
  return sums;
}

/** Questions by groups: those of vectors that share some, directly or by way of others, are one group. */
export function linkedQuestions(pairs: readonly (readonly PairOfTexts[])[]): string[][] {
  let groups: Set<string>[] = [];
  for (const own of pairs) {
    const questions = new Set(own.map(({ question }) => question));
    const linked = groups.filter((group) => [...group].some((question) => questions.has(question)));
    groups = [
      ...groups.filter((group) => !linked.includes(group)),
      new Set([...linked.flatMap((group) => [...group]), ...questions]),
    ];
  }
  return groups.map((group) => [...group].sort());
}
