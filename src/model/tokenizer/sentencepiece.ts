import { MergeQueue } from "./merge-queue.ts";

/** SentencePiece's mark of a space. */
export const spaceMark = "▁";

/** What the merging needs of a vocabulary. */
export interface SentencePieceVocabulary {
  /** Pieces that merging may form: the normal ones, by text. */
  ids: ReadonlyMap<string, number>;
  /** Score of each id; the higher, the earlier a pair merges into it. */
  scores: ArrayLike<number>;
  /** Id of each byte, where the vocabulary has them, for characters that are no piece. */
  bytes: readonly number[] | undefined;
  /** Taken, once for a run, for characters that are no piece where there are no bytes. */
  unknown: number | undefined;
}

/** Words whose ids are kept. */
const mostCached = 20_000;

/**
 * SentencePiece's BPE (Kudo and Richardson 2018, bpe_model.cc): of all adjacent pairs whose union is a piece, the one
 * with the highest score is merged, the leftmost of equals first, until none is left. Time n log n.
 */
export class SentencePieceMerger {
  readonly #vocabulary: SentencePieceVocabulary;
  readonly #longest: number;
  /** The characters that stand before a mark inside some piece; before any other mark a text can be cut. */
  readonly #beforeMark: ReadonlySet<string>;
  readonly #cache = new Map<string, readonly number[]>();
  readonly #utf8 = new TextEncoder();

  constructor(vocabulary: SentencePieceVocabulary) {
    this.#vocabulary = vocabulary;
    let longest = 0;
    const beforeMark = new Set<string>();
    for (const piece of vocabulary.ids.keys()) {
      longest = Math.max(longest, piece.length);
      for (let at = piece.indexOf(spaceMark, 1); at > 0; at = piece.indexOf(spaceMark, at + 1)) {
        beforeMark.add(piece[at - 1]!);
      }
    }
    this.#longest = longest;
    this.#beforeMark = beforeMark;
  }

  /** Ids of a well-formed text whose spaces are written as marks. */
  encode(text: string): number[] {
    const ids: number[] = [];
    const { unknown } = this.#vocabulary;
    for (let start = 0; start < text.length; ) {
      const end = this.#wordEnd(text, start);
      for (const id of this.#wordIds(text.slice(start, end))) {
        if (id !== unknown || ids.at(-1) !== unknown) ids.push(id);
      }
      start = end;
    }
    return ids;
  }

  /** No piece spans what comes before the end and after it, so both sides merge alone: exact, and words can be cached. */
  #wordEnd(text: string, start: number): number {
    let end = text.indexOf(spaceMark, start + 1);
    while (end > 0 && this.#beforeMark.has(text[end - 1]!)) end = text.indexOf(spaceMark, end + 1);
    return end < 0 ? text.length : end;
  }

  #wordIds(word: string): readonly number[] {
    const cached = this.#cache.get(word);
    if (cached !== undefined) return cached;
    const ids = this.#merge(word);
    if (this.#cache.size >= mostCached) this.#cache.clear();
    if (word.length <= 64) this.#cache.set(word, ids);
    return ids;
  }

  #merge(word: string): number[] {
    const { ids, scores } = this.#vocabulary;
    // Symbol i spans starts[i] to starts[next[i]]; a symbol merged into its left neighbour has next 0.
    const starts: number[] = [];
    for (let at = 0; at < word.length; at += word.codePointAt(at)! > 0xffff ? 2 : 1) starts.push(at);
    const count = starts.length;
    starts.push(word.length);
    const next = Int32Array.from(starts, (_, i) => i + 1);
    const previous = Int32Array.from(starts, (_, i) => i - 1);
    const queue = new MergeQueue();

    const scoreOfPair = (left: number): number | undefined => {
      const right = next[left]!;
      if (right >= count) return undefined;
      const end = starts[next[right]!]!;
      if (end - starts[left]! > this.#longest) return undefined;
      const id = ids.get(word.slice(starts[left], end));
      return id === undefined ? undefined : scores[id];
    };
    const offer = (left: number) => {
      const score = scoreOfPair(left);
      if (score !== undefined) queue.push(score, left);
    };

    for (let i = 0; i < count; i++) offer(i);
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
      const { score, left } = pair;
      // An entry is stale where its left symbol is gone or has another union by now (which was offered then).
      if (next[left] === 0 || scoreOfPair(left) !== score) continue;
      const right = next[left]!;
      next[left] = next[right]!;
      previous[next[left]!] = left;
      next[right] = 0;
      offer(left);
      if (previous[left]! >= 0) offer(previous[left]!);
    }

    const out: number[] = [];
    for (let i = 0; i < count; i = next[i]!) this.#append(out, word.slice(starts[i], starts[next[i]!]));
    return out;
  }

  #append(out: number[], symbol: string): void {
    const { ids, bytes, unknown } = this.#vocabulary;
    const id = ids.get(symbol);
    if (id !== undefined) out.push(id);
    else if (bytes !== undefined) for (const byte of this.#utf8.encode(symbol)) out.push(bytes[byte]!);
    else if (unknown !== undefined) out.push(unknown);
  }
}
