import { createHash } from "node:crypto";
import { canonicalJson } from "../../base/json.ts";
import type { LocalModel, WorkOptions } from "../../measure/respondent.ts";
import type { PairOfTexts, PooledText } from "../../measure/trait-space/types.ts";
import { type PoolSize, type PoolStore, readPools } from "../../measure/vectors/pools.ts";
import type { Pooling, SidedAnswer } from "../../measure/vectors/types.ts";
import type { MadeOf } from "./reread.ts";

/** Texts that several vectors are made of, each once. */
export interface DistinctTexts {
  texts: readonly { answer: SidedAnswer; pooling: Pooling }[];
  /** By vector; undefined for one whose answers are not at hand. */
  pairs: (PairOfTexts[] | undefined)[];
}

/** The texts of all vectors: an answer of the same tokens behind the same chat is one text, whatever vector or side it is of. */
export function distinctTexts(made: readonly (MadeOf | undefined)[]): DistinctTexts {
  const places = new Map<string, number>();
  const texts: DistinctTexts["texts"][number][] = [];
  const placeOf = (answer: SidedAnswer, pooling: Pooling): number => {
    const { messages, ids } = answer;
    const key = createHash("sha256")
      .update(canonicalJson({ ids: [...ids], messages, pooling }))
      .digest("hex");
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, texts.length);
    return texts.push({ answer, pooling }) - 1;
  };
  const pairs = made.map((own) =>
    own?.pairs.map(({ question, positive, negative }) => ({
      question,
      positive: placeOf(positive, own.pooling),
      negative: placeOf(negative, own.pooling),
    })),
  );
  return { texts, pairs };
}

/** Texts read before what they were pooled to is set aside, all but the one pooling that counts. */
const textsAtOnce = 320;

/** Has a model read texts, and gives each one's pooled vectors. */
export async function poolTextsOf(
  model: LocalModel,
  texts: DistinctTexts["texts"],
  {
    size,
    store,
    signal,
    onProgress,
  }: Pick<WorkOptions, "signal" | "onProgress"> & { size: PoolSize; store?: PoolStore },
): Promise<PooledText> {
  const { layers, dModel } = size;
  const values = texts.map(() => new Float32Array(0));
  for (let from = 0; from < texts.length; from += textsAtOnce) {
    const part = texts.slice(from, from + textsAtOnce).map(({ answer, pooling }, i) => ({
      pooling,
      answer: { ...answer, id: String(from + i) },
    }));
    const answers = part.map(({ answer }) => answer);
    const own = store && {
      read: (name: string, bytes: number) => store.read(`part${from}-${name}`, bytes),
      write: (name: string, bytes: Uint8Array) => store.write(`part${from}-${name}`, bytes),
    };
    const pools = await readPools(model, answers, {
      size,
      signal,
      ...(own && { store: own }),
      onProgress: ({ done, ...progress }) => onProgress?.({ ...progress, done: from + done, total: texts.length }),
    });
    for (const [i, { answer, pooling }] of part.entries()) {
      const all = new Float32Array(layers * dModel);
      const pair = { id: "", question: "", rollout: 0, positive: answer, negative: answer };
      for (let layer = 0; layer < layers; layer++)
        all.set(pools.of([pair], pooling, layer).positive[0]!, layer * dModel);
      values[from + i] = all;
    }
  }
  return (text, layer) => values[text]!.subarray(layer * dModel, (layer + 1) * dModel);
}
