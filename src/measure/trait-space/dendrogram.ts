/** Two clusters that were joined: below the number of things they are things, above it earlier joins. */
export interface Join {
  first: number;
  second: number;
  /** Mean distance between the things of one and of the other. */
  distance: number;
}

/** Average linkage (UPGMA): the two nearest clusters are joined until one is left. @param distances symmetric, [thing, thing] */
export function averageLinkage(distances: readonly (readonly number[])[]): Join[] {
  const n = distances.length;
  const clusters = new Map<number, readonly number[]>(distances.map((_, i) => [i, [i]]));
  const joins: Join[] = [];
  for (let next = n; clusters.size > 1; next++) {
    const nearest = nearestPair(clusters, distances);
    joins.push(nearest);
    const { first, second } = nearest;
    const members = [...clusters.get(first)!, ...clusters.get(second)!];
    clusters.delete(first);
    clusters.delete(second);
    clusters.set(next, members);
  }
  return joins;
}

/** The things in the order of the tree's leaves: of each join the older cluster stands first. */
export function leaves(joins: readonly Join[]): number[] {
  const n = joins.length + 1;
  const below = (node: number): number[] => {
    if (node < n) return [node];
    const { first, second } = joins[node - n]!;
    return [...below(first), ...below(second)];
  };
  return below(2 * n - 2);
}

function nearestPair(
  clusters: ReadonlyMap<number, readonly number[]>,
  distances: readonly (readonly number[])[],
): Join {
  const ids = [...clusters.keys()].sort((a, b) => a - b);
  let nearest: Join = { first: -1, second: -1, distance: Number.POSITIVE_INFINITY };
  for (const first of ids)
    for (const second of ids) {
      if (second <= first) continue;
      const distance = meanDistance(clusters.get(first)!, clusters.get(second)!, distances);
      if (distance < nearest.distance) nearest = { first, second, distance };
    }
  return nearest;
}

function meanDistance(a: readonly number[], b: readonly number[], distances: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const i of a) for (const j of b) sum += distances[i]![j]!;
  return sum / (a.length * b.length);
}
