import { randomStream, shuffled } from "../../base/random.ts";

/** Questions are dealt into so many parts at most: two halves of them can be chosen in 35 ways. */
const partCount = 8;

/** Deals things into parts by a label, all of one label into the same part: indices of the things, by part. */
export function partsBy(labels: readonly string[], seed: number): number[][] {
  const order = shuffled([...new Set(labels)], randomStream(seed, "parts"));
  const parts = Array.from({ length: Math.min(partCount, order.length) }, (): number[] => []);
  const partOf = new Map(order.map((label, i) => [label, i % parts.length]));
  for (const [i, label] of labels.entries()) parts[partOf.get(label)!]!.push(i);
  return parts;
}

/** Ways to cut parts into two halves (as equal as can be), each once, in a random order, `most` at most. */
export function halvings<T>(parts: readonly T[], seed: number, most: number): [T[], T[]][] {
  if (parts.length < 2) return [];
  const size = Math.ceil(parts.length / 2);
  const all = Array.from({ length: 2 ** (parts.length - 1) }, (_, bits) => {
    // The first part is always in the first half, so that no way comes twice.
    const inFirst = (i: number) => i === 0 || ((bits >> (i - 1)) & 1) === 1;
    return [parts.filter((_, i) => inFirst(i)), parts.filter((_, i) => !inFirst(i))] as [T[], T[]];
  }).filter(([first]) => first.length === size);
  return shuffled(all, randomStream(seed, "halvings")).slice(0, most);
}
