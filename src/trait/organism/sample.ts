import type { RandomStream } from "../../base/random.ts";
import { articleBefore, type Node, type Option, type Scope } from "./template.ts";

/** A text and the natural logarithm of the probability of the draws that made it. */
export interface Sampled {
  readonly text: string;
  readonly logProbability: number;
}

/** Draws a text from a node. */
export function sample(node: Node, scope: Scope, stream: RandomStream): Sampled {
  let text = "";
  let logProbability = 0;
  const openArticles: number[] = [];
  const walk = (node: Node): void => {
    if (node.kind === "text") text += node.text;
    else if (node.kind === "sequence") for (const part of node.parts) walk(part);
    else if (node.kind === "slot") walk(scope(node.name));
    else if (node.kind === "article") openArticles.push(text.length);
    else {
      const { probability, node: drawn } = draw(node.options, stream);
      logProbability += Math.log(probability);
      walk(drawn);
    }
  };
  walk(node);
  // Last first, so that the places before stay where they are.
  for (const at of openArticles.reverse())
    text = text.slice(0, at) + articleBefore(text.slice(at + 1)) + text.slice(at);
  return { text, logProbability };
}

function draw(options: readonly Option[], stream: RandomStream): Option {
  let left = stream.uniform();
  for (const option of options) {
    left -= option.probability;
    if (left < 0) return option;
  }
  return options.at(-1)!;
}
