import { fromDist } from "./from-dist.ts";

const { randomStream } = await fromDist<typeof import("../../src/base/random.ts")>("base/random.js");

/** Prompts of random tokens, the same for every contender; ids 1,000 to 29,999, which are plain text in every model. */
export function randomPrompts(count: number, length: number): number[][] {
  const stream = randomStream(0, "bench/prompts");
  return Array.from({ length: count }, () => Array.from({ length }, () => stream.integer(1000, 29_999)));
}
