import { remembered } from "./memo.ts";
import { articleBefore, type Node, type Scope } from "./template.ts";

/** Probabilities by the place in the text where a node's match ends. */
type Ends = ReadonlyMap<number, number>;

/**
 * The probability that `node` gives exactly `text`: the sum over all ways to draw it (inside algorithm). The first letter may be a capital.
 */
export function insideProbability(node: Node, scope: Scope, text: string): number {
  const known = new Map<Node, Map<number, Ends>>();
  const match = (node: Node, at: number): Ends =>
    remembered(
      remembered(known, node, () => new Map<number, Ends>()),
      at,
      () => find(node, at),
    );
  const find = (node: Node, at: number): Ends => {
    switch (node.kind) {
      case "text":
        return startsWith(text, node.text, at) ? new Map([[at + node.text.length, 1]]) : none;
      case "slot":
        return match(scope(node.name), at);
      case "article":
        return article(text, at);
      case "choice":
        return sum(node.options.map(({ probability, node }) => [probability, match(node, at)]));
      case "sequence": {
        let ends: Ends = new Map([[at, 1]]);
        for (const part of node.parts) ends = sum([...ends].map(([end, p]) => [p, match(part, end)]));
        return ends;
      }
    }
  };
  return match(node, 0).get(text.length) ?? 0;
}

const none: Ends = new Map();

function startsWith(text: string, piece: string, at: number): boolean {
  if (text.startsWith(piece, at)) return true;
  return at === 0 && text.startsWith(piece.charAt(0).toUpperCase() + piece.slice(1));
}

function article(text: string, at: number): Ends {
  for (const form of ["a", "an"] as const) {
    const end = at + form.length;
    if (startsWith(text, `${form} `, at) && articleBefore(text.slice(end + 1)) === form) return new Map([[end, 1]]);
  }
  return none;
}

function sum(weighted: readonly (readonly [weight: number, ends: Ends])[]): Ends {
  const total = new Map<number, number>();
  for (const [weight, ends] of weighted)
    for (const [end, p] of ends) total.set(end, (total.get(end) ?? 0) + weight * p);
  return total;
}
