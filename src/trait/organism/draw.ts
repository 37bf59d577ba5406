import type { RandomStream } from "../../base/random.ts";
import { sample } from "./sample.ts";
import type { Node, Scope } from "./template.ts";

/** Draws from a stream and keeps account of how probable all draws together were. */
export class Draws {
  /** Natural logarithm of the probability of the draws so far. */
  logProbability = 0;
  private readonly stream: RandomStream;

  constructor(stream: RandomStream) {
    this.stream = stream;
  }

  /** True with the given probability. */
  happens(probability: number): boolean {
    if (probability <= 0 || probability >= 1) return probability >= 1;
    const yes = this.stream.uniform() < probability;
    this.logProbability += Math.log(yes ? probability : 1 - probability);
    return yes;
  }

  /** One of some things, all alike probable. */
  among<T>(things: readonly T[]): T {
    this.logProbability -= Math.log(things.length);
    return things[this.stream.integer(0, things.length - 1)]!;
  }

  /** The index of a weight, each as probable as its share; weights add up to 1. */
  index(weights: readonly number[]): number {
    let left = this.stream.uniform();
    let at = 0;
    while (at < weights.length - 1 && left >= weights[at]!) left -= weights[at++]!;
    this.logProbability += Math.log(weights[at]!);
    return at;
  }

  /** A text of a grammar's node. */
  text(node: Node, scope: Scope): string {
    const { text, logProbability } = sample(node, scope, this.stream);
    this.logProbability += logProbability;
    return text;
  }
}
