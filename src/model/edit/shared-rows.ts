import { type Parting, partingsBefore } from "./partings.ts";

/**
 * Which sequences of a run are computed as one: from parting to parting those of the same text that nothing has told apart so far. A group
 * is what is run between two partings; there is one more group than partings.
 */
export class SharedRows {
  /** By group and row, the sequence that stands for all of the row's. */
  readonly groups: readonly (readonly number[])[];
  /** By group and sequence, its row. */
  private readonly rows: readonly ReadonlyMap<number, number>[];
  private readonly partings: readonly Parting[];

  /**
   * @param count sequences of the run
   * @param keys what tells sequences apart in the first group, and behind each parting
   */
  constructor(count: number, partings: readonly Parting[], keys?: (sequence: number, parting: number) => string) {
    const sequences = Array.from({ length: count }, (_, i) => i);
    const groups: number[][] = [];
    const rows: Map<number, number>[] = [];
    let paths = sequences.map(() => "");
    for (let group = 0; group <= partings.length; group++) {
      paths = paths.map((path, i) => (keys ? `${path}/${keys(i, group - 1)}` : String(i)));
      const byPath = new Map<string, number>();
      const own: number[] = [];
      for (const [i, path] of paths.entries())
        if (!byPath.has(path)) {
          byPath.set(path, own.length);
          own.push(i);
        }
      groups.push(own);
      rows.push(new Map(sequences.map((i) => [i, byPath.get(paths[i]!)!])));
    }
    this.partings = partings;
    this.groups = groups;
    this.rows = rows;
  }

  /** By row of the group behind a parting, its row in the group before. */
  from(parting: number): number[] {
    return this.groups[parting + 1]!.map((sequence) => this.rows[parting]!.get(sequence)!);
  }

  /** A sequence's row at the end of the run. */
  last(sequence: number): number {
    return this.rows.at(-1)!.get(sequence)!;
  }

  /** The rows in which a layer's keys and values are computed. */
  ofLayer(layer: number): { rows: number; rowOf(sequence: number): number } {
    const group = partingsBefore(this.partings, layer);
    return { rows: this.groups[group]!.length, rowOf: (sequence) => this.rows[group]!.get(sequence)! };
  }
}
