import { normals, randomStream } from "../../../base/random.ts";
import { f32, type HostTensor } from "../../../graph/session.ts";
import { runGraph } from "../../../graph/testing/run.ts";
import { type LoraShape, loraTensors } from "../../../model/adapter/lora-graph.ts";
import { type ModelConfig, projections } from "../../../model/config.ts";
import type { Weights } from "../../../model/weights/types.ts";
import { batchFeeds, totalWeight } from "../batch.ts";
import type { Example } from "../examples.ts";
import { type TextLayout, type TrainingGraphOptions, trainingGraph } from "../graph.ts";

/** A small adapter on all projections. */
const smallLora: LoraShape = { rank: 3, alpha: 6, rsLora: false, dropout: 0, targets: [...projections] };

/** Adapter tensors by the graph's names, none of them zero. */
const randomAdapter = (config: ModelConfig, lora: LoraShape): Map<string, Float32Array> =>
  new Map(
    loraTensors(config, lora).map(({ name, shape }) => {
      const draws = normals(shape[0] * shape[1], randomStream(0, name));
      return [name, Float32Array.from(draws, (draw) => draw / 10)];
    }),
  );

/** The loss of one batch and the gradient of every adapter tensor, under the training graph's names. */
export async function lossAndGradients(
  { config, weights }: { config: ModelConfig; weights: Weights },
  examples: readonly Example[],
  {
    lora = smallLora,
    adapter = randomAdapter(config, lora),
    layout = "flat" as TextLayout,
    feeds = {},
    guarded = {} as TrainingGraphOptions,
  } = {},
): Promise<Map<string, Float32Array>> {
  const tensors = loraTensors(config, lora).map(({ name, shape }): [string, HostTensor] => [
    name,
    f32(adapter.get(name)!, shape),
  ]);
  const outputs = await runGraph(trainingGraph(config, weights, lora, layout, guarded), {
    ...batchFeeds(config, examples, totalWeight(examples), layout),
    ...Object.fromEntries(tensors),
    ...feeds,
  });
  return new Map(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
}
