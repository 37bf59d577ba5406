/** Pairs waiting to be merged: the highest score first, the leftmost of equals. A binary heap over two arrays. */
export class MergeQueue {
  readonly #scores: number[] = [];
  readonly #lefts: number[] = [];

  push(score: number, left: number): void {
    const scores = this.#scores;
    const lefts = this.#lefts;
    let at = scores.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!before(score, left, scores[above]!, lefts[above]!)) break;
      scores[at] = scores[above]!;
      lefts[at] = lefts[above]!;
      at = above;
    }
    scores[at] = score;
    lefts[at] = left;
  }

  /** Takes the first pair off, undefined when empty. */
  pop(): { score: number; left: number } | undefined {
    const scores = this.#scores;
    const lefts = this.#lefts;
    if (scores.length === 0) return undefined;
    const first = { score: scores[0]!, left: lefts[0]! };
    const score = scores.pop()!;
    const left = lefts.pop()!;
    const length = scores.length;
    if (length === 0) return first;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= length) break;
      if (below + 1 < length && before(scores[below + 1]!, lefts[below + 1]!, scores[below]!, lefts[below]!)) below++;
      if (!before(scores[below]!, lefts[below]!, score, left)) break;
      scores[at] = scores[below]!;
      lefts[at] = lefts[below]!;
      at = below;
    }
    scores[at] = score;
    lefts[at] = left;
    return first;
  }
}

const before = (score: number, left: number, otherScore: number, otherLeft: number) =>
  score > otherScore || (score === otherScore && left < otherLeft);
