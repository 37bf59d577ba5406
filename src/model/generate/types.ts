import type { PrefixKeyValues } from "../prefix/types.ts";
import type { Sampling } from "./sampling.ts";

/** One sequence to generate. */
export interface GenerationRequest {
  /** The caller's name for it; comes back with the result. */
  id: string;
  /** Token ids of the prompt, at least one. */
  prompt: readonly number[];
  maxNewTokens: number;
  /** Name of its random stream: the same name, prompt and seed give the same response, whatever else is in the batch. */
  stream: string;
  /** Which of the generator's variants it runs as; 0 where left out. */
  variant?: number;
  /** What stands before its prompt, its twin's too. All requests of a call have one, or none has. */
  prefix?: PrefixKeyValues;
  /** Another run of the same response, behind a prompt and as a variant of its own, for edits that take its values. */
  twin?: Pick<GenerationRequest, "prompt" | "variant">;
}

export interface GenerateOptions {
  sampling: Sampling;
  seed: number;
  /** Ids that end a response; they are not part of it. */
  ends: readonly number[];
  /** Sequences that are decoded side by side. */
  batch: number;
  signal?: AbortSignal;
  /** Called between runs, so that a process can answer messages. */
  pause?(): Promise<void>;
  /** Called with each new token; true ends the sequence there ("stop"), for stop strings. */
  onToken?(id: string, token: number): boolean;
}

export interface Generation {
  id: string;
  /** New tokens without the one that ended them. */
  ids: number[];
  /** Why it ended: an end token, the caller's stop, or the limit on new tokens or context. */
  finish: "end" | "stop" | "length";
  /** log p of each new token under the model itself (temperature 1, no filter), the end token's last when there was one. */
  logProbs: number[];
}
