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
