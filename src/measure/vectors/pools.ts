import type { LocalModel, WorkOptions } from "../respondent.ts";
import { quantile } from "../statistics/estimate.ts";
import { normTokens, type PooledTexts, poolTask } from "./pool-task.ts";
import { type AnswerPair, type LayerPools, type Pooling, poolings, type SidedAnswer, sides } from "./types.ts";

/** Where pooled texts are kept until a run is done, by group: floats are too many for lines of JSON. */
export interface PoolStore {
  /** Undefined where there is none of this many bytes. */
  read(name: string, bytes: number): Uint8Array | undefined;
  write(name: string, bytes: Uint8Array): void;
}

/** Texts that are read together: what decides the last bits of a mean, so it is fixed. */
const textsAtOnce = 32;

export interface PoolSize {
  layers: number;
  dModel: number;
}

/** The pooled vectors of texts. */
export class Pools {
  private readonly size: PoolSize;
  private readonly places: ReadonlyMap<string, number>;
  private readonly groups: readonly PooledTexts[];

  constructor(size: PoolSize, texts: readonly SidedAnswer[], groups: readonly PooledTexts[]) {
    this.size = size;
    this.places = new Map(texts.map(({ id }, i) => [id, i]));
    this.groups = groups;
  }

  /** The sides' vectors of pairs at a layer. */
  of(pairs: readonly AnswerPair[], pooling: Pooling, layer: number): LayerPools {
    const [positive, negative] = sides.map((side) => pairs.map((pair) => this.vector(pair[side].id, pooling, layer)));
    return { positive: positive!, negative: negative! };
  }

  /** Median Euclidean norm of a layer's residual stream over single tokens of all responses. */
  medianNorm(layer: number): number {
    const { layers } = this.size;
    const all = this.groups.flatMap(({ norms }) =>
      Array.from({ length: norms.length / layers }, (_, token) => norms[token * layers + layer]!),
    );
    return quantile(Float64Array.from(all).sort(), 0.5);
  }

  private vector(id: string, pooling: Pooling, layer: number): Float32Array {
    const text = this.places.get(id)!;
    const { layers, dModel } = this.size;
    const row = ((text % textsAtOnce) * poolings.length + poolings.indexOf(pooling)) * layers + layer;
    return this.groups[Math.floor(text / textsAtOnce)]!.values.subarray(row * dModel, (row + 1) * dModel);
  }
}

/** Has a model read the texts, but those groups that are kept already. */
export async function readPools(
  { engine, spec }: LocalModel,
  texts: readonly SidedAnswer[],
  {
    size,
    store,
    signal,
    onProgress,
  }: Pick<WorkOptions, "signal" | "onProgress"> & { size: PoolSize; store?: PoolStore },
): Promise<Pools> {
  const groups: PooledTexts[] = [];
  for (let from = 0; from < texts.length; from += textsAtOnce) {
    onProgress?.({ phase: "read answers", done: from, total: texts.length, unit: "texts" });
    const group = texts.slice(from, from + textsAtOnce);
    const name = `pools${groups.length}`;
    const kept = store?.read(name, bytesOf(group.length, size));
    if (kept) groups.push(unpacked(kept, group.length, size));
    else {
      const read = group.map(({ id, messages, ids }) => ({ id, messages, response: ids }));
      const pooled = await engine.run(poolTask, { model: spec, texts: read, ...size }, { signal });
      store?.write(name, packed(pooled));
      groups.push(pooled);
    }
  }
  onProgress?.({ phase: "read answers", done: texts.length, total: texts.length, unit: "texts" });
  return new Pools(size, texts, groups);
}

const floatsOf = (texts: number, { layers, dModel }: PoolSize) => ({
  values: texts * poolings.length * layers * dModel,
  norms: texts * normTokens * layers,
});

const bytesOf = (texts: number, size: PoolSize): number => {
  const { values, norms } = floatsOf(texts, size);
  return 4 * (values + norms);
};

const packed = ({ values, norms }: PooledTexts): Uint8Array => {
  const all = new Float32Array(values.length + norms.length);
  all.set(values);
  all.set(norms, values.length);
  return new Uint8Array(all.buffer);
};

function unpacked(bytes: Uint8Array, texts: number, size: PoolSize): PooledTexts {
  const all = new Float32Array(bytes.slice().buffer);
  const { values } = floatsOf(texts, size);
  return { values: all.subarray(0, values), norms: all.subarray(values) };
}
