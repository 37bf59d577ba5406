import { randomStream } from "../../base/random.ts";
import { encodeModel } from "../../graph/encode.ts";
import { f32, type HostTensor, Session, type SessionOptions } from "../../graph/session.ts";
import { type LoraShape, loraTensors } from "../../model/adapter/lora-graph.ts";
import type { ModelConfig } from "../../model/config.ts";
import { projectionShape } from "../../model/decoder/projection-shape.ts";
import { prefixTensors } from "../../model/prefix/trainable.ts";
import { runTraining, type StepGradients, type TrainingHooks } from "../../model/training/loop.ts";
import type { TrainingState } from "../../model/training/state.ts";
import type { Weights } from "../../model/weights/types.ts";
import { batchFeeds, dropoutBits, stepBatches, stepsPerEpoch, textLayout, totalWeight } from "./batch.ts";
import type { Example } from "./examples.ts";
import { evaluationGraph, type TextLayout, type TrainingGraphOptions, trainingGraph } from "./graph.ts";
import type { Guard } from "./guard/guard.ts";
import { baseUnitMeans } from "./guard/unit-means.ts";
import type { FinetuneOptions } from "./options.ts";
import { freshState } from "./state.ts";

export interface TrainRequest extends TrainingHooks {
  config: ModelConfig;
  weights: Weights;
  examples: readonly Example[];
  /** Evaluated before the first step and after each epoch. */
  heldOut?: readonly Example[];
  options: FinetuneOptions;
  /** Acts in training only. */
  guard?: Guard;
  /** Trained beside the adapter, or alone: the examples then have trait scores. */
  prefix?: PrefixTraining;
  threads: number;
}

/** How a trait-conditioned prefix is trained. */
export interface PrefixTraining {
  /** How many scores an example has. */
  traits: number;
  /** Whether an adapter is trained with it. */
  lora: boolean;
  /** Peak learning rate of the prefix; the schedule is the adapter's. */
  lr: number;
}

/** The adapter that is trained: none, where a prefix is trained alone. */
export const adapterShape = (options: FinetuneOptions, prefix?: Pick<PrefixTraining, "lora">): LoraShape =>
  prefix?.lora === false ? { ...options, targets: [], dropout: 0 } : options;

/** All steps of a training run. */
export const totalSteps = (examples: number, options: FinetuneOptions): number =>
  options.epochs * stepsPerEpoch(examples, options);

/**
 * Trains an adapter, from its checkpoint where there is one. The result depends on model, examples, options and guard alone: not on
 * threads, nor on where it was stopped and continued. Throws "bad-input" when the loss is no longer finite.
 */
export async function train(request: TrainRequest): Promise<TrainingState> {
  const { config, weights, options, examples, heldOut = [], checkpoints, prefix } = request;
  const lora = adapterShape(options, prefix);
  const prefixTraits = prefix?.traits;
  const state = freshState(config, lora, options.seed, prefixTraits);
  await checkpoints?.store.restore(state);
  if (state.history.length === totalSteps(examples.length, options)) return state;
  // Weights stay mapped and shared, whatever they are: prepared for a kernel, each session would hold a copy.
  const settings = { threads: request.threads, prepack: false, planMemory: false };
  const layout = textLayout([...examples, ...heldOut], lora);
  const guarded = await guardOf(request, layout, settings);
  const graph = trainingGraph(config, weights, lora, layout, { ...guarded, prefixTraits });
  await using session = await Session.create(encodeModel(graph), settings);
  await using evaluator =
    heldOut.length > 0
      ? await Session.create(encodeModel(evaluationGraph(config, weights, lora, layout, { prefixTraits })), settings)
      : undefined;
  await runTraining({
    ...request,
    state,
    steps: totalSteps(examples.length, options),
    stepsPerEpoch: stepsPerEpoch(examples.length, options),
    seed: options.seed,
    gradients: (step) => stepGradients(session, layout, state, step, request),
    ...(prefix ? { lrOf: (name) => (name.startsWith("prefix.") ? prefix.lr : options.lr) } : {}),
    ...(evaluator ? { heldOutLoss: () => heldOutLoss(evaluator, layout, state, request) } : {}),
  });
  return state;
}

/** The guard, with the means that it needs. */
async function guardOf(
  { guard, options, ...rest }: TrainRequest,
  layout: TextLayout,
  settings: SessionOptions,
): Promise<TrainingGraphOptions> {
  if (guard?.kind !== "penalise") return { guard };
  const { batch } = options;
  return { guard, means: await baseUnitMeans({ ...rest, units: guard.units, layout, batch }, settings) };
}

async function stepGradients(
  session: Session,
  layout: TextLayout,
  state: TrainingState,
  step: number,
  { config, examples, options, prefix }: TrainRequest,
): Promise<StepGradients> {
  const batches = stepBatches(examples, step, options);
  const total = totalWeight(batches.flat());
  const stream = randomStream(options.seed, `dropout/${step}`);
  const lora = adapterShape(options, prefix);
  const trained = trainedFeeds(config, state, lora, prefix);
  const width = Math.max(...lora.targets.map((target) => projectionShape(config, target)[1]));
  const gradients = new Map<string, Float32Array>();
  let loss = 0;
  let penalty: number | undefined;
  let tokens = 0;
  for (const batch of batches) {
    const own = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    tokens += own;
    const outputs = await session.run({
      ...batchFeeds(config, batch, total, layout),
      ...trained,
      ...(lora.dropout > 0 ? { dropoutBits: dropoutBits(stream, own, width) } : {}),
    });
    loss += outputs.loss!.data[0] as number;
    if (outputs.penalty) penalty = (penalty ?? 0) + (outputs.penalty.data[0] as number);
    for (const name of state.tensors.keys()) addTo(gradients, name, outputs[`grad.${name}`]!.data as Float32Array);
  }
  const lossTokens = batches.flat().reduce((n, { lossWeights }) => n + lossWeights.filter((w) => w > 0).length, 0);
  return { loss, penalty, gradients, tokens, lossTokens };
}

/** Outputs are new arrays at every run, so the first batch's gradient is the sum's own array. */
function addTo(gradients: Map<string, Float32Array>, name: string, gradient: Float32Array): void {
  const sum = gradients.get(name);
  if (!sum) gradients.set(name, gradient);
  else for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + gradient[i]!;
}

const trainedFeeds = (config: ModelConfig, state: TrainingState, lora: LoraShape, prefix?: PrefixTraining) =>
  Object.fromEntries(
    [...loraTensors(config, lora), ...(prefix ? prefixTensors(config, prefix.traits) : [])].map(
      ({ name, shape }): [string, HostTensor] => [name, f32(state.tensors.get(name)!.values, shape)],
    ),
  );

async function heldOutLoss(
  evaluator: Session,
  layout: TextLayout,
  state: TrainingState,
  { config, heldOut = [], options, prefix }: TrainRequest,
): Promise<number> {
  const total = totalWeight(heldOut);
  const trained = trainedFeeds(config, state, adapterShape(options, prefix), prefix);
  let loss = 0;
  for (let i = 0; i < heldOut.length; i += options.batch) {
    const feeds = { ...batchFeeds(config, heldOut.slice(i, i + options.batch), total, layout), ...trained };
    loss += (await evaluator.run(feeds)).loss!.data[0] as number;
  }
  return loss;
}
