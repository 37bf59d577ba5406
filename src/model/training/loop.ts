import { TraitlabError } from "../../base/errors.ts";
import { adamW, clipFactor, globalNorm } from "./adamw.ts";
import type { Checkpoints } from "./checkpoint.ts";
import { learningRate, type RateOptions } from "./schedule.ts";
import type { StepRecord, TrainingState } from "./state.ts";

/** A step that is done; numbered from 1. */
export interface StepEvent extends StepRecord {
  type: "step";
  step: number;
  steps: number;
  /** From 1. */
  epoch: number;
  tokensPerSecond: number;
}

/** The loss on held-out texts after `step` steps. */
export interface EvaluationEvent {
  type: "evaluation";
  step: number;
  loss: number;
}

/** What a step's texts ask of the tensors that are trained. */
export interface StepGradients extends Pick<StepRecord, "loss" | "penalty" | "tokens" | "lossTokens"> {
  /** By tensor; given away. */
  gradients: ReadonlyMap<string, Float32Array>;
}

export interface OptimiserOptions extends RateOptions {
  /** Decoupled. */
  weightDecay: number;
  /** Largest norm of all gradients together; 0: no limit. */
  clipNorm: number;
}

/** How a run hears of its training, and keeps and stops it. */
export interface TrainingHooks {
  checkpoints?: { store: Checkpoints; everySteps: number };
  onEvent?(event: StepEvent | EvaluationEvent): void;
  /** Called between steps; when it throws, the state is saved and the error goes on. */
  pause?(): Promise<void>;
}

export interface TrainingLoop extends TrainingHooks {
  /** Changed in place; the loop goes on from the steps that it holds. */
  state: TrainingState;
  steps: number;
  /** The held-out loss is measured before the first step and after each so many. */
  stepsPerEpoch: number;
  seed: number;
  options: OptimiserOptions;
  /** Of step 0, 1, ..., at the tensors as they are. */
  gradients(step: number): Promise<StepGradients>;
  heldOutLoss?(): Promise<number>;
  /** Tensors that weight decay leaves alone. */
  undecayed?(name: string): boolean;
  /** The peak learning rate of a tensor, where not all have that of the options. */
  lrOf?(name: string): number;
}

/** AdamW until all steps are done. Throws "bad-input" when the loss or its gradient is no longer finite. */
export async function runTraining(loop: TrainingLoop): Promise<void> {
  const { state, steps, stepsPerEpoch, seed, options, checkpoints, pause, onEvent, heldOutLoss } = loop;
  const save = () =>
    checkpoints?.store.save(state, {
      epoch: Math.floor(state.history.length / stepsPerEpoch),
      seed,
      lr: learningRate(state.history.length, steps, options),
    });
  const evaluate = async () => {
    if (!heldOutLoss) return;
    const evaluation = { step: state.history.length, loss: await heldOutLoss() };
    state.evaluations.push(evaluation);
    onEvent?.({ type: "evaluation", ...evaluation });
  };
  if (state.evaluations.length === 0) await evaluate();
  while (state.history.length < steps) {
    try {
      await pause?.();
    } catch (error) {
      await save();
      throw error;
    }
    const started = performance.now();
    const record = await oneStep(loop);
    state.history.push(record);
    const step = state.history.length;
    const tokensPerSecond = (1000 * record.tokens) / (performance.now() - started);
    onEvent?.({ type: "step", step, steps, epoch: Math.ceil(step / stepsPerEpoch), ...record, tokensPerSecond });
    if (step % stepsPerEpoch === 0) await evaluate();
    if (checkpoints && (step % checkpoints.everySteps === 0 || step === steps)) await save();
  }
}

async function oneStep({
  state,
  steps,
  options,
  gradients: gradientsOf,
  undecayed,
  lrOf,
}: TrainingLoop): Promise<StepRecord> {
  const step = state.history.length;
  const { loss, penalty, tokens, lossTokens, gradients } = await gradientsOf(step);
  const gradNorm = globalNorm([...gradients.values()]);
  if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) throw diverged(step, options);
  const factor = clipFactor(gradNorm, options.clipNorm);
  const lr = learningRate(step, steps, options);
  for (const [name, tensor] of state.tensors) {
    const weightDecay = undecayed?.(name) ? 0 : options.weightDecay;
    const own = lrOf ? learningRate(step, steps, { ...options, lr: lrOf(name) }) : lr;
    adamW(tensor, gradients.get(name)!, factor, { lr: own, weightDecay, step: step + 1 });
  }
  return { loss, ...(penalty === undefined ? {} : { penalty }), lr, gradNorm, tokens, lossTokens };
}

const diverged = (step: number, { lr }: OptimiserOptions): TraitlabError =>
  new TraitlabError(
    "bad-input",
    `Training broke down at step ${step + 1}: the loss or its gradient is no longer a finite number; take a lower learning rate ` +
      `than ${lr}, or clip the gradient's norm.`,
  );
