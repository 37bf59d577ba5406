import { directionTap } from "../../model/directions/about.ts";
import type { LocalModel, WorkOptions } from "../respondent.ts";
import { type PoolSize, readPools } from "./pools.ts";

/** Answers that are read at most: a median needs no more. */
const mostAnswers = 64;

/** Norms of the residual stream on neutral answers. */
export interface NeutralNorms {
  answers: number;
  /** Median Euclidean norm over single tokens, by tap `layers.N.resid_post`, for every layer. */
  medianNorms: Record<string, number>;
}

/** Measures the unit in which strengths are given, for vectors that come without it: as extraction does, but on neutral answers alone. */
export async function neutralNorms(
  local: LocalModel,
  rows: readonly { question: string; answer: string }[],
  { size, ...options }: { size: PoolSize } & Pick<WorkOptions, "signal" | "onProgress">,
): Promise<NeutralNorms> {
  const texts = rows.slice(0, mostAnswers).map(({ question, answer }, i) => ({
    id: `neutral${i}`,
    side: "negative" as const,
    question,
    messages: [{ role: "user" as const, content: question }],
    text: answer,
    ids: local.tokenizer.encode(answer),
  }));
  const pools = await readPools(local, texts, { size, ...options });
  const taps = Array.from(
    { length: size.layers },
    (_, layer) => [directionTap(layer), pools.medianNorm(layer)] as const,
  );
  return { answers: texts.length, medianNorms: Object.fromEntries(taps) };
}
