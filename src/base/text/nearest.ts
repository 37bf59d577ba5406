/** The `count` names that take fewest edits (insert, delete, replace a character) to become `wrong`, nearest first; ties as given. */
export function nearestNames(wrong: string, names: readonly string[], count = 3): string[] {
  const distances = new Map(names.map((name) => [name, editDistance(wrong, name)]));
  return names.toSorted((a, b) => distances.get(a)! - distances.get(b)!).slice(0, count);
}

/** Levenshtein's distance, a row of its table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}
