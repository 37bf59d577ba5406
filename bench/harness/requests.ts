import type { ModelConfig } from "../../src/model/config.ts";

/** Greedy continuation of every prompt by `newTokens`, end tokens or not, side by side. */
export interface GenerateRequest {
  /** A GGUF file. */
  model: string;
  /** Where ours keeps repacked weights. */
  cacheDir: string;
  prompts: number[][];
  newTokens: number;
  /** How often it is done and timed after one that does not count. */
  runs: number;
  threads: number;
}

/** The same behind a key/value prefix, each sequence its own; of a session of that accuracy, with the key/value cache or without. */
export interface PrefixedGenerateRequest extends GenerateRequest {
  accuracy: "int8" | "f32";
  cached: boolean;
}

/** Entry i of sequence `row`'s prefix: by layer, key before value, by head. */
export const prefixEntry = (row: number, i: number): number => Math.sin(0.7 * i + row) / 2;

/** Steps of LoRA with AdamW, loss on every token but the first of each sequence. */
export interface LoraStepRequest {
  model: string;
  cacheDir: string;
  /** One batch, the same at every step. */
  sequences: number[][];
  rank: number;
  alpha: number;
  targets: string[];
  /** Steps that are timed, after two that are not. */
  steps: number;
  threads: number;
  /** What the peer computes in; ours is f32. */
  dtype: "float32" | "bfloat16";
}

/** One epoch over examples that lie in a file, {@link TuningFile}. */
export interface FinetuneBenchRequest {
  model: string;
  cacheDir: string;
  file: string;
  threads: number;
  /** Steer along a direction at every layer while tuning. */
  steered?: boolean;
}

/** What is tuned on, tokenised once for all contenders. */
export interface TuningFile {
  examples: { ids: number[]; lossWeights: number[] }[];
  /** Indices of examples, step by step; ours makes the same ones from the options. */
  batches: number[][];
  options: { rank: number; alpha: number; targets: string[]; lr: number; batch: number; clipNorm: number };
}

/** Means of every layer's residual stream and of the logits over each text's tokens from `promptTokens` on. */
export interface CaptureBenchRequest {
  model: string;
  cacheDir: string;
  texts: number[][];
  promptTokens: number;
  /** How often it is done and timed after one that does not count. */
  runs: number;
  threads: number;
  /** What ours runs: the blocks as they are, on activations of 8 bits or exactly, or dequantised weights. */
  precision: "native" | "f32";
  accuracy: "int8" | "f32";
  /** Whether the peer computes logits as well. */
  head: boolean;
  /** What ours captures, where it is something else. */
  taps?: string[];
}

/** 64 ways to edit a model, each of which reads the same text or answers the same prompt. */
export interface SweepBenchRequest {
  model: string;
  cacheDir: string;
  work: "read" | "write";
  /** Tokens of the text that is read, of which the first `promptTokens` are prompt; those alone are answered. */
  ids: number[];
  promptTokens: number;
  newTokens: number;
  /** Interventions side by side. */
  together: number;
  runs: number;
  threads: number;
  accuracy: "int8" | "f32";
}

/** Every prompt answered with a vector at every layer with every strength. */
export interface VectorSweepRequest {
  model: string;
  cacheDir: string;
  /** Of one length. */
  prompts: number[][];
  newTokens: number;
  layers: number[];
  /** Of vectors of length 1. */
  strengths: number[];
  /** Rows that ours decodes side by side. */
  together: number;
  runs: number;
  threads: number;
  accuracy: "int8" | "f32";
}

/** From nothing to the first token of a continuation of `text`. */
export interface LoadRequest {
  model: string;
  /** Where ours keeps repacked weights; a new folder where left out. */
  cacheDir?: string;
  text: string;
  threads: number;
}

/** Steps of training every parameter of a Llama of this shape, on windows of tokens (i * i + 7 i) mod vocab. */
export interface PretrainBenchRequest {
  config: ModelConfig;
  /** Tokens of a window, and windows of a step. */
  length: number;
  batch: number;
  lr: number;
  weightDecay: number;
  clipNorm: number;
  /** Standard deviation of every matrix before the first step. */
  deviation: number;
  /** Steps that are timed, after three that are not. */
  steps: number;
  threads: number;
}

/** Choices of a questionnaire's items between labels, which lie in a file, {@link QuestionnaireFile}. */
export interface QuestionnaireBenchRequest {
  model: string;
  cacheDir: string;
  file: string;
  threads: number;
  /** Whether ours is told which choices have a beginning in common. */
  grouped: boolean;
  accuracy: "int8" | "f32";
  /** Prompts that the peer runs side by side. */
  batch: number;
}

/** The questions of the usual design, as ours and as peers take them. */
export interface QuestionnaireFile {
  choices: { id: string; group: string; messages: { role: "user"; content: string }[]; options: string[][] }[];
  /** By choice: the chat in tokens, and each option's label, which is one. */
  prompts: number[][];
  labels: number[][];
}

/** Control vectors of all layers by repeng's `pca_diff` from pairs of texts, read at their last token. */
export interface VectorExtractRequest {
  model: string;
  cacheDir: string;
  /** A JSON file with the pairs, {@link TextPair}s: as an argument they would be longer than ONNX Runtime bears (it dies past 32 kB). */
  file: string;
  runs: number;
  threads: number;
  accuracy: "int8" | "f32";
}

/** Two texts that are alike but for a trait. */
export interface TextPair {
  positive: string;
  negative: string;
}
