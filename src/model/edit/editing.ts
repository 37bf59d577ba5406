import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import type { Parting } from "./partings.ts";
import { SharedRows } from "./shared-rows.ts";
import type { Variant } from "./types.ts";

/** A row of a run's batch, so far as its edits go. */
export interface EditedRow {
  /** Index of the variant that it runs as. */
  variant: number;
  /** Tokens of its prompt. */
  prompt: number;
  /** Where in its sequence each token of the row stands. */
  positionOf(token: number): number;
  /** The row and token that hold the same place of its twin; undefined where it has none there. */
  twinOf?(token: number): { row: number; token: number } | undefined;
}

/** What a generator or scorer needs to run its sequences as variants, or steered at some tokens only: the tables, and who is what. */
export class Editing {
  readonly variants: readonly Variant[];
  private readonly tables: Record<string, HostTensor>;
  private readonly partings: readonly Parting[];

  /**
   * @param tables of `editTables` for the same variants
   * @param partings of the graph
   */
  constructor(variants: readonly Variant[], tables: Record<string, HostTensor>, partings: readonly Parting[] = []) {
    this.variants = variants;
    this.tables = tables;
    this.partings = partings;
  }

  /**
   * Which rows of a run of whole texts are computed as one, up to the first parting behind which their variants edit something.
   *
   * @param texts the rows' tokens; without them no row is another's
   */
  share(rows: readonly EditedRow[], texts: readonly (readonly number[])[] | undefined): SharedRows {
    if (!texts || this.partings.length === 0) return SharedRows.apart(rows.length, this.partings);
    return SharedRows.by(rows.length, this.partings, (row, parting) => {
      const { variant, prompt } = rows[row]!;
      const { edits = [], adapters = [] } = this.variants[variant] ?? {};
      if (parting < 0) return `${texts[row]} ${prompt} ${JSON.stringify(adapters)}`;
      return edits.some(({ tap }) => this.partings[parting]!.taps.includes(tap)) ? String(variant) : "";
    });
  }

  /** The index of a variant by its id, and that of its twin where it has one; the first without an id. Throws where there is none. */
  find(id: string | undefined): { variant: number; twin: number | undefined } {
    if (id === undefined && this.variants.length === 0) return { variant: 0, twin: undefined };
    const indexOf = (wanted: string) => {
      const index = this.variants.findIndex((variant) => variant.id === wanted);
      if (index < 0) throw new Error(`there is no variant "${wanted}"`);
      return index;
    };
    const variant = id === undefined ? 0 : indexOf(id);
    const { twin } = this.variants[variant]!;
    return { variant, twin: twin === undefined ? undefined : indexOf(twin) };
  }

  /**
   * Feeds of a run of `batch` rows of `pos` tokens; rows that belong to no sequence run as the first variant, not edited.
   *
   * @param shared which rows are computed as one; none where left out
   */
  feeds(
    rows: readonly EditedRow[],
    batch: number,
    pos: number,
    shared = SharedRows.apart(batch, this.partings),
  ): Record<string, HostTensor> {
    const none = this.variants.length;
    const [first, ...others] = shared.groups;
    const editOf = (row: EditedRow | undefined, t: number): number => {
      if (!row) return none;
      const { where = "all" } = this.variants[row.variant] ?? {};
      return where === "all" || isResponse(row, t) === (where === "response") ? row.variant : none;
    };
    const perToken = (group: readonly number[], of: (row: EditedRow | undefined, t: number, at: number) => number) =>
      group.flatMap((r, i) => Array.from({ length: pos }, (_, t) => of(rows[r], t, i * pos + t)));
    const table = (group: readonly number[], of: (row: EditedRow | undefined, t: number) => number) =>
      i64(perToken(group, of), [group.length, pos]);
    const edit = table(first!, editOf);
    const regrouped = others.flatMap((group, parting) => [
      [`regroup.${parting}`, i64(shared.from(parting), [group.length])] as const,
      [`edit.${parting}`, group === first ? edit : table(group, editOf)] as const,
    ]);
    const tokens = first!.length * pos;
    return {
      ...this.tables,
      ...Object.fromEntries(regrouped),
      edit,
      variant: table(first!, (row) => row?.variant ?? 0),
      twin: i64(
        perToken(first!, (row, t, at) => {
          const other = row?.twinOf?.(t);
          return other ? other.row * pos + other.token : at;
        }),
        [tokens],
      ),
      responding: f32(Float32Array.from(perToken(first!, (row, t) => (row && isResponse(row, t) ? 1 : 0))), [
        tokens,
        1,
      ]),
    };
  }
}

const isResponse = ({ positionOf, prompt }: EditedRow, token: number): boolean => positionOf(token) >= prompt - 1;
