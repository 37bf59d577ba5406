import { type FinetuneOptions, finetuneOptions } from "../induce/finetune/options.ts";
import { type Projection, projections } from "../model/config.ts";
import { flag, parameter, under } from "./command.ts";
import { decimal, integer, listOf, oneOf } from "./kinds.ts";

const standard = finetuneOptions({});

/** How an adapter is trained: options that every command which tunes shares. What they leave out has its default. */
export const tuningOptions = under("Tuning", {
  rank: parameter("--rank <r>", "of the LoRA matrices", integer({ min: 1, max: 4096 }), standard.rank),
  alpha: parameter("--alpha <a>", "the update is scaled by alpha / rank", decimal({ min: 1e-6 }), standard.alpha),
  rsLora: flag("--rs-lora", "scale by alpha / sqrt(rank) instead"),
  dropout: parameter("--dropout <p>", "of the adapters' inputs", decimal({ min: 0, max: 0.99 }), standard.dropout),
  targets: parameter("--targets <list>", "projections with an adapter", listOf(oneOf(projections)), [
    ...projections,
  ] as Projection[]),
  lr: parameter("--lr <x>", "peak learning rate", decimal({ min: 1e-9, max: 1 }), standard.lr),
  schedule: parameter(
    "--schedule <name>",
    "cosine, linear or constant",
    oneOf(["cosine", "linear", "constant"] as const),
    standard.schedule,
  ),
  warmup: parameter(
    "--warmup <share>",
    "share of the steps with a rising rate",
    decimal({ min: 0, max: 1 }),
    standard.warmupRatio,
  ),
  weightDecay: parameter("--weight-decay <x>", "decoupled", decimal({ min: 0 }), standard.weightDecay),
  clip: parameter("--clip <norm>", "largest gradient norm, 0 for no limit", decimal({ min: 0 }), standard.clipNorm),
  tuneBatch: parameter("--tune-batch <n>", "answers in one batch", integer({ min: 1, max: 4096 }), standard.batch),
  accumulation: parameter(
    "--accumulation <n>",
    "batches in one step",
    integer({ min: 1, max: 4096 }),
    standard.accumulation,
  ),
  epochs: parameter("--epochs <n>", "passes over the answers", integer({ min: 1, max: 1000 }), standard.epochs),
  maxLength: parameter("--max-length <n>", "longest example in tokens", integer({ min: 2 }), standard.maxLength),
  lossOn: parameter(
    "--loss-on <what>",
    "answer, or all of the text",
    oneOf(["answer", "all"] as const),
    standard.lossOn,
  ),
  precision: parameter(
    "--precision <name>",
    "of the frozen weights while tuning: auto, f32, native, nf4",
    oneOf(["auto", "f32", "native", "nf4"] as const),
    standard.precision,
  ),
  doubleQuant: flag("--double-quant", "with nf4: keep the blocks' scales in 8 bits"),
});

interface Given extends Omit<FinetuneOptions, "batch" | "clipNorm" | "warmupRatio" | "seed" | "silent" | "tooLong"> {
  tuneBatch: number;
  clip: number;
  warmup: number;
}

/** The training part of a command's config; seed and silence come from the plan. */
export function tuningOf(given: Given): Omit<FinetuneOptions, "seed" | "silent"> {
  const {
    rank,
    alpha,
    rsLora,
    dropout,
    targets,
    lr,
    schedule,
    weightDecay,
    accumulation,
    epochs,
    maxLength,
    lossOn,
    precision,
    doubleQuant,
  } = given;
  const {
    seed: _seed,
    silent: _silent,
    ...options
  } = finetuneOptions({
    rank,
    alpha,
    rsLora,
    dropout,
    targets: [...targets],
    lr,
    schedule,
    warmupRatio: given.warmup,
    weightDecay,
    clipNorm: given.clip,
    batch: given.tuneBatch,
    accumulation,
    epochs,
    maxLength,
    lossOn,
    precision,
    doubleQuant,
  });
  return options;
}
