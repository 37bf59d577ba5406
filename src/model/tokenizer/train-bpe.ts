import { byteCharacters } from "./byte-level.ts";
import { Heap } from "./train-bpe-heap.ts";

/** A byte-level BPE vocabulary: tokens in the order of their ids, in GPT-2's byte alphabet, and the pairs that are merged, in order. */
export interface TrainedBpe {
  readonly tokens: readonly string[];
  readonly merges: readonly (readonly [left: string, right: string])[];
}

export interface TrainBpeOptions {
  /** Number of ids: control tokens, 256 bytes and as many merges as fit, fewer where the texts have no more pairs. */
  readonly size: number;
  /** Control tokens; they get the first ids and are never merged. */
  readonly control: readonly string[];
}

/** GPT-2's words. */
const word = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** A pair of ids as one number; ids are below 2^16. */
const pairOf = (left: number, right: number): number => left * 0x10000 + right;

interface Candidate {
  readonly pair: number;
  count: number;
  /** Indices of the words that may hold it. */
  readonly words: ReadonlySet<number>;
}

/**
 * Trains a byte-level BPE vocabulary: again and again the most frequent pair of neighbours within words becomes a token, of equally frequent
 * pairs the one with the smaller ids. Gives what the trainer of Hugging Face's tokenizers gives for the same texts with the byte
 * alphabet given. Texts hold no control tokens. Throws RangeError for a size out of range.
 */
export function trainBpe(texts: Iterable<string>, { size, control }: TrainBpeOptions): TrainedBpe {
  if (size < control.length + 256 || size > 0x10000)
    throw new RangeError(`a vocabulary of ${size}: legal is ${control.length + 256} to 65536`);
  const tokens = [...control, ...[...byteCharacters].sort()];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: [string, string][] = [];
  const { words, counts } = countWords(texts, ids);
  const pairs = new PairCounts(words, counts);
  while (tokens.length < size) {
    const candidate = pairs.next();
    if (candidate === undefined) break;
    const [left, right] = [Math.floor(candidate.pair / 0x10000), candidate.pair % 0x10000];
    const token = tokens[left]! + tokens[right]!;
    let id = ids.get(token);
    if (id === undefined) {
      id = tokens.push(token) - 1;
      ids.set(token, id);
    }
    merges.push([tokens[left]!, tokens[right]!]);
    pairs.merge(candidate, left, right, id);
  }
  return { tokens, merges };
}

/** The distinct words of the texts as ids of their bytes, and how often each stands there. */
function countWords(texts: Iterable<string>, ids: ReadonlyMap<string, number>) {
  const frequencies = new Map<string, number>();
  for (const text of texts)
    for (const [found] of text.matchAll(word)) frequencies.set(found, (frequencies.get(found) ?? 0) + 1);
  const encoder = new TextEncoder();
  const idsOf = (text: string) => Array.from(encoder.encode(text), (byte) => ids.get(byteCharacters[byte]!)!);
  return { words: [...frequencies.keys()].map(idsOf), counts: [...frequencies.values()] };
}

/** How often neighbours stand side by side, kept up to date while they are merged. */
class PairCounts {
  private readonly totals = new Map<number, number>();
  private readonly queue = new Heap<Candidate>((a, b) => (a.count === b.count ? a.pair < b.pair : a.count > b.count));
  private readonly words: number[][];
  private readonly counts: readonly number[];

  constructor(words: number[][], counts: readonly number[]) {
    this.words = words;
    this.counts = counts;
    const places = new Map<number, Set<number>>();
    words.forEach((word, index) => {
      for (let i = 1; i < word.length; i++) this.add(pairOf(word[i - 1]!, word[i]!), 1, index, places);
    });
    this.enqueue(places);
  }

  /** The most frequent pair. */
  next(): Candidate | undefined {
    for (;;) {
      const candidate = this.queue.pop();
      if (candidate === undefined) return undefined;
      const count = this.totals.get(candidate.pair) ?? 0;
      if (count === candidate.count) return candidate;
      if (count > 0) this.queue.push({ ...candidate, count });
    }
  }

  /** Merges a pair in its words; new neighbours join the queue. */
  merge({ words }: Candidate, left: number, right: number, id: number): void {
    const places = new Map<number, Set<number>>();
    for (const index of words) {
      const word = this.words[index]!;
      const merged: number[] = [];
      for (let i = 0; i < word.length; i++) {
        if (word[i] !== left || word[i + 1] !== right) {
          merged.push(word[i]!);
          continue;
        }
        const before = merged.at(-1);
        const after = word[i + 2];
        if (before !== undefined) {
          this.add(pairOf(before, left), -1, index, places);
          this.add(pairOf(before, id), 1, index, places);
        }
        if (after !== undefined) {
          this.add(pairOf(right, after), -1, index, places);
          this.add(pairOf(id, after), 1, index, places);
        }
        merged.push(id);
        i++;
      }
      this.words[index] = merged;
    }
    this.enqueue(places);
  }

  private add(pair: number, change: number, index: number, places: Map<number, Set<number>>): void {
    this.totals.set(pair, (this.totals.get(pair) ?? 0) + change * this.counts[index]!);
    if (change < 0) return;
    const known = places.get(pair);
    if (known) known.add(index);
    else places.set(pair, new Set([index]));
  }

  private enqueue(places: ReadonlyMap<number, ReadonlySet<number>>): void {
    for (const [pair, words] of places) {
      const count = this.totals.get(pair)!;
      if (count > 0) this.queue.push({ pair, count, words });
    }
  }
}
