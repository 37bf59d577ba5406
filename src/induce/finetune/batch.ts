import { type RandomStream, randomStream, shuffled } from "../../base/random.ts";
import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../../model/config.ts";
import { flatFeeds } from "../../model/decoder/flat-feeds.ts";
import { sharedFeeds, sharedLength } from "../../model/decoder/shared-feeds.ts";
import type { Example } from "./examples.ts";
import type { TextLayout } from "./graph.ts";
import type { FinetuneOptions } from "./options.ts";

type Order = Pick<FinetuneOptions, "batch" | "accumulation" | "epochs" | "seed">;

/** Steps of an epoch; the last one may hold fewer examples. */
export const stepsPerEpoch = (examples: number, { batch, accumulation }: Order): number =>
  Math.ceil(examples / (batch * accumulation));

/**
 * The examples of optimiser step `step` (0 is the first), batch by batch: a slice of the epoch's order, which depends on nothing but
 * seed and epoch.
 */
export function stepBatches(examples: readonly Example[], step: number, options: Order): Example[][] {
  const { batch, accumulation, seed } = options;
  const perEpoch = stepsPerEpoch(examples.length, options);
  const order = shuffled(examples, randomStream(seed, `shuffle/${Math.floor(step / perEpoch)}`));
  const first = (step % perEpoch) * batch * accumulation;
  const own = order.slice(first, first + batch * accumulation);
  return Array.from({ length: Math.ceil(own.length / batch) }, (_, i) => own.slice(i * batch, (i + 1) * batch));
}

/** Sum of the loss weights of examples: what a step's loss is divided by. */
export const totalWeight = (examples: readonly Example[]): number =>
  examples.reduce((sum, { lossWeights }) => lossWeights.reduce((a, b) => a + b, sum), 0);

/**
 * Texts that begin alike are computed with their beginning once for a whole batch. Not with dropout: peft drops other inputs in each
 * text, in what they share as well; not behind a prefix, which is another one for each text; and not for a few tokens, which would cost
 * as much as they save.
 */
export function textLayout(examples: readonly Example[], { dropout }: Pick<FinetuneOptions, "dropout">): TextLayout {
  const worthwhile = 4;
  if (examples[0]?.z) return "flat";
  return dropout === 0 && sharedLength(examples.map(({ ids }) => ids)) >= worthwhile ? "shared" : "flat";
}

/**
 * Feeds of the training graph for one batch. Logits are computed only in `lossRows`, the tokens whose next token carries loss. Each
 * weight is divided by `total`, the weight of the whole step: a step's loss is the mean over its loss tokens however it is cut into
 * batches, as in transformers since 4.46 (`num_items_in_batch`).
 */
export function batchFeeds(
  config: ModelConfig,
  examples: readonly Example[],
  total: number,
  layout: TextLayout = "flat",
): Record<string, HostTensor> {
  const { feeds, rowOf } = textFeeds(config, examples, layout);
  const rows: number[] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  for (const [index, { ids, lossWeights }] of examples.entries())
    for (let i = 1; i < ids.length; i++) {
      if (lossWeights[i] === 0) continue;
      rows.push(rowOf(index, i - 1));
      targets.push(ids[i]!);
      weights.push(lossWeights[i]! / total);
    }
  return {
    ...feeds,
    lossRows: i64(rows, [rows.length]),
    targets: i64(targets, [rows.length]),
    lossWeights: f32(Float32Array.from(weights), [rows.length]),
  };
}

function textFeeds(config: ModelConfig, examples: readonly Example[], layout: TextLayout) {
  const texts = examples.map(({ ids }) => ids);
  // A text alone shares all with itself; one token is the least that the layout takes.
  if (layout === "shared") return sharedFeeds(config, texts, texts.length === 1 ? 1 : sharedLength(texts));
  const starts = texts.map((_, i) => texts.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const rowOf = (index: number, position: number) => starts[index]! + position;
  const scores = examples.flatMap(({ z }) => (z ? [z] : []));
  if (scores.length === 0) return { feeds: flatFeeds(config, texts), rowOf };
  const z = f32(Float32Array.from(scores.flat()), [scores.length, scores[0]!.length]);
  return { feeds: { ...flatFeeds(config, texts, true), z }, rowOf };
}

/** Random bits for dropout, u32 [tokens, width], the next of the step's stream `dropout/STEP`. */
export function dropoutBits(stream: RandomStream, tokens: number, width: number): HostTensor {
  return {
    dtype: "u32",
    shape: [tokens, width],
    data: Uint32Array.from({ length: tokens * width }, () => stream.bits()),
  };
}
