import type { Parting } from "./partings.ts";

/**
 * Which sequences of a run are computed as one: from parting to parting those of the same text that nothing has told apart so far. A group
 * is what is run between two partings; there is one more group than partings.
 */
export class SharedRows {
  /** By group and row, the sequence that stands for all of the row's. */
  readonly groups: readonly (readonly number[])[];
  /** By group and sequence, its row. */
  private readonly rows: readonly (readonly number[])[];
  private readonly partings: readonly Parting[];

  private constructor(
    partings: readonly Parting[],
    made: readonly { group: readonly number[]; rows: readonly number[] }[],
  ) {
    this.partings = partings;
    this.groups = made.map(({ group }) => group);
    this.rows = made.map(({ rows }) => rows);
  }

  /** Every sequence by itself, in one and the same group throughout. */
  static apart(count: number, partings: readonly Parting[]): SharedRows {
    const group = Array.from({ length: count }, (_, i) => i);
    return new SharedRows(partings, new Array(partings.length + 1).fill({ group, rows: group }));
  }

  /** @param keys what tells sequences apart in the first group (parting -1), and behind each parting */
  static by(
    count: number,
    partings: readonly Parting[],
    keys: (sequence: number, parting: number) => string,
  ): SharedRows {
    let paths = new Array<string>(count).fill("");
    const made = [-1, ...partings.keys()].map((parting) => {
      paths = paths.map((path, sequence) => `${path}/${keys(sequence, parting)}`);
      const distinct = [...new Set(paths)];
      const rowOf = new Map(distinct.map((path, row) => [path, row]));
      return { group: distinct.map((path) => paths.indexOf(path)), rows: paths.map((path) => rowOf.get(path)!) };
    });
    return new SharedRows(partings, made);
  }

  /** By row of the group behind a parting, its row in the group before. */
  from(parting: number): number[] {
    return this.groups[parting + 1]!.map((sequence) => this.rows[parting]![sequence]!);
  }

  /** A sequence's row at the end of the run. */
  last(sequence: number): number {
    return this.rows.at(-1)![sequence]!;
  }

  /** The rows in which a layer's keys and values are computed. */
  ofLayer(layer: number): { rows: number; rowOf(sequence: number): number } {
    const group = this.partings.filter((parting) => parting.layer <= layer).length;
    return { rows: this.groups[group]!.length, rowOf: (sequence) => this.rows[group]![sequence]! };
  }
}
