import type { RandomStream } from "../../base/random.ts";
import type { HostTensor } from "../../graph/session.ts";
import { argmax, draw } from "./draw.ts";
import { logitsNotFinite } from "./not-finite.ts";
import { penalised } from "./penalised.ts";
import type { Sampling } from "./sampling.ts";

/** The outputs of the generator's graph that {@link nextToken} reads. */
export function wantedFor({ repetitionPenalty, temperature }: Sampling): string[] {
  const always = ["largest", "largestShare"];
  if (repetitionPenalty !== 1) return ["logits", ...always];
  return temperature === 0 ? ["likeliest", ...always] : ["probabilities", "largestProbability", ...always];
}

/** What a sequence brings to the choice of its next token. */
export interface Chooser {
  stream: RandomStream;
  /** Tokens of the prompt and the response so far. */
  seen: ReadonlySet<number>;
}

/**
 * Chooses the next token from row `row` of a run's results; `logProb` is its log-probability under the model itself. Throws "bad-input"
 * where the logits are not finite.
 */
export function nextToken(
  results: Record<string, HostTensor>,
  row: number,
  sampling: Sampling,
  { stream, seen }: Chooser,
): { token: number; logProb: number } {
  const value = (name: string) => (results[name]!.data as Float32Array)[row]!;
  const logShare = Math.log(value("largestShare"));
  // The logarithm of the sum of all e^logit.
  const logNorm = value("largest") - logShare;
  if (!Number.isFinite(logNorm)) throw logitsNotFinite();
  if (results.likeliest) {
    return { token: Number((results.likeliest.data as BigInt64Array)[row]), logProb: logShare };
  }
  if (results.probabilities) {
    const probabilities = rowOf(results.probabilities, row);
    const token = draw(probabilities, sampling, stream);
    // How far its logit lies below the largest one.
    const below = sampling.temperature * Math.log(probabilities[token]! / value("largestProbability"));
    return { token, logProb: below + logShare };
  }
  const logits = rowOf(results.logits!, row);
  const weights = penalised(logits, seen, sampling);
  const token = sampling.temperature === 0 ? argmax(weights) : draw(weights, sampling, stream);
  return { token, logProb: logits[token]! - logNorm };
}

function rowOf({ data, shape }: HostTensor, row: number): Float32Array {
  const width = shape[1]!;
  return (data as Float32Array).subarray(row * width, (row + 1) * width);
}
