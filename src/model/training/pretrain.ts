import { normals, randomStream, shuffled } from "../../base/random.ts";
import { encodeModel } from "../../graph/encode.ts";
import { f32, type HostTensor, Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { type OptimiserOptions, runTraining, type TrainingHooks } from "./loop.ts";
import { llamaParameters, type Parameter } from "./parameters.ts";
import { pretrainingGraph, windowFeeds } from "./pretraining-graph.ts";
import { type TrainingState, untrained } from "./state.ts";

/** How a model is trained from nothing. */
export interface PretrainOptions extends OptimiserOptions {
  /** Tokens of a window, and windows of a step. */
  length: number;
  batch: number;
  epochs: number;
  seed: number;
  /** Standard deviation of every matrix before the first step; 0.02 where left out, as GPT-2's. */
  deviation?: number;
}

export interface PretrainRequest extends TrainingHooks {
  config: ModelConfig;
  /** All texts end to end, each with its own marks of beginning and end. */
  tokens: Int32Array;
  /** Evaluated before the first step and after each epoch. */
  heldOut?: Int32Array;
  options: PretrainOptions;
  threads: number;
}

/** Whole windows that a token stream is cut into; the last token is only ever a target. */
const windowCount = (tokens: Int32Array, length: number): number => Math.floor((tokens.length - 1) / length);

/** Steps of an epoch: the last windows that do not fill a batch are left out of it. */
export const pretrainStepsPerEpoch = (
  tokens: Int32Array,
  { length, batch }: Pick<PretrainOptions, "length" | "batch">,
) => Math.floor(windowCount(tokens, length) / batch);

/**
 * Trains every parameter of a model without biases, from its checkpoint where there is one: windows of the token stream in an order
 * that depends on seed and epoch, AdamW (norms are not decayed), mean loss over all tokens. On one machine the result depends on
 * config, tokens and options alone, wherever it was stopped. Throws "bad-input" when the loss is no longer finite.
 */
export async function pretrain(request: PretrainRequest): Promise<TrainingState> {
  const { config, tokens, heldOut, options, threads } = request;
  const parameters = llamaParameters(config);
  const state = untrained(initialValues(config, parameters, options));
  await request.checkpoints?.store.restore(state);
  const stepsPerEpoch = pretrainStepsPerEpoch(tokens, options);
  const steps = options.epochs * stepsPerEpoch;
  if (state.history.length === steps) return state;
  const session = (withGradients: boolean) =>
    Session.create(encodeModel(pretrainingGraph(config, parameters, { withGradients })), { threads, prepack: false });
  await using trainer = await session(true);
  await using evaluator = heldOut ? await session(false) : undefined;
  const own = () => parameterFeeds(parameters, state);
  const orderOf = windowOrders(tokens, options);
  await runTraining({
    ...request,
    state,
    steps,
    stepsPerEpoch,
    seed: options.seed,
    undecayed: (name) => name.endsWith("norm.weight"),
    async gradients(step) {
      const windows = stepWindows(tokens, orderOf(Math.floor(step / stepsPerEpoch)), step % stepsPerEpoch, options);
      const outputs = await trainer.run({ ...windowFeeds(config, windows), ...own() });
      const gradients = parameters.map(({ name }) => [name, outputs[`grad.${name}`]!.data as Float32Array] as const);
      const count = windows.length * options.length;
      return { loss: outputs.loss!.data[0] as number, gradients: new Map(gradients), tokens: count, lossTokens: count };
    },
    ...(evaluator && heldOut ? { heldOutLoss: () => meanLoss(evaluator, heldOut, own(), request) } : {}),
  });
  return state;
}

/** The order of all windows in an epoch; the last one asked for is kept. */
function windowOrders(tokens: Int32Array, { length, seed }: PretrainOptions): (epoch: number) => readonly number[] {
  let last: { epoch: number; order: readonly number[] } | undefined;
  return (epoch) => {
    if (last?.epoch !== epoch) {
      const all = Array.from({ length: windowCount(tokens, length) }, (_, i) => i);
      last = { epoch, order: shuffled(all, randomStream(seed, `windows/${epoch}`)) };
    }
    return last.order;
  };
}

/** Windows of the step that is the `step`th of its epoch: a slice of the epoch's order. */
function stepWindows(
  tokens: Int32Array,
  order: readonly number[],
  step: number,
  { length, batch }: PretrainOptions,
): Int32Array[] {
  const chosen = order.slice(step * batch, (step + 1) * batch);
  return chosen.map((i) => tokens.subarray(i * length, (i + 1) * length + 1));
}

/** As GPT-2's: normal, with less deviation by sqrt(2 * layers) for what is added to the residual stream; norms 1. */
function initialValues(
  { layers }: ModelConfig,
  parameters: readonly Parameter[],
  { seed, deviation: usual = 0.02 }: PretrainOptions,
): [string, Float32Array][] {
  return parameters.map(({ name, shape }) => {
    const length = shape.reduce((product, axis) => product * axis, 1);
    if (shape.length === 1) return [name, new Float32Array(length).fill(1)];
    const deviation = isResidual(name) ? usual / Math.sqrt(2 * layers) : usual;
    return [name, Float32Array.from(normals(length, randomStream(seed, `init/${name}`)), (draw) => deviation * draw)];
  });
}

const isResidual = (name: string): boolean => /\.(o_proj|down_proj)\.weight$/.test(name);

const parameterFeeds = (parameters: readonly Parameter[], state: TrainingState): Record<string, HostTensor> =>
  Object.fromEntries(parameters.map(({ name, shape }) => [name, f32(state.tensors.get(name)!.values, shape)]));

/** Mean loss over the whole windows of a stream. */
async function meanLoss(
  evaluator: Session,
  tokens: Int32Array,
  parameters: Record<string, HostTensor>,
  { config, options: { length, batch } }: PretrainRequest,
): Promise<number> {
  const count = windowCount(tokens, length);
  let sum = 0;
  for (let i = 0; i < count; i += batch) {
    const windows = Array.from({ length: Math.min(batch, count - i) }, (_, k) =>
      tokens.subarray((i + k) * length, (i + k + 1) * length + 1),
    );
    const outputs = await evaluator.run({ ...windowFeeds(config, windows), ...parameters });
    sum += (outputs.loss!.data[0] as number) * windows.length;
  }
  return sum / count;
}
