/** A token of a continuation. */
export interface BranchNode {
  token: number;
  /** Tokens of the text before the branch, and of the branch before the node. */
  at: number;
  depth: number;
  /** Index of the node before it; undefined where the branch begins. */
  parent: number | undefined;
}

/** Continuations of one text that share their beginnings. */
export class BranchTree {
  readonly nodes: BranchNode[] = [];
  private readonly index = new Map<string, number>();

  /** The node that ends `tokens` (at least one) after place `at`; parents stand before children. */
  add(at: number, tokens: readonly number[]): number {
    let parent: number | undefined;
    let key = String(at);
    for (const [depth, token] of tokens.entries()) {
      key += `,${token}`;
      let node = this.index.get(key);
      if (node === undefined) {
        node = this.nodes.push({ token, at, depth, parent }) - 1;
        this.index.set(key, node);
      }
      parent = node;
    }
    return parent!;
  }
}
