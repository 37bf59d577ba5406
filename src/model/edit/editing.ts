import { f32, type HostTensor, i64 } from "../../graph/session.ts";
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

  /** @param tables of `editTables` for the same variants */
  constructor(variants: readonly Variant[], tables: Record<string, HostTensor>) {
    this.variants = variants;
    this.tables = tables;
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

  /** Feeds of a run of `batch` rows of `pos` tokens; rows that belong to no sequence run as the first variant, not edited. */
  feeds(rows: readonly EditedRow[], batch: number, pos: number): Record<string, HostTensor> {
    const none = this.variants.length;
    const edit = new Array<number>(batch * pos).fill(none);
    const variant = new Array<number>(batch * pos).fill(0);
    const responding = new Float32Array(batch * pos);
    const twin = Array.from({ length: batch * pos }, (_, token) => token);
    for (const [r, row] of rows.entries()) {
      const { where = "all" } = this.variants[row.variant] ?? {};
      for (let t = 0; t < pos; t++) {
        const at = r * pos + t;
        variant[at] = row.variant;
        const isResponse = row.positionOf(t) >= row.prompt - 1;
        if (isResponse) responding[at] = 1;
        if (where === "all" || isResponse === (where === "response")) edit[at] = row.variant;
        const other = row.twinOf?.(t);
        if (other) twin[at] = other.row * pos + other.token;
      }
    }
    return {
      ...this.tables,
      edit: i64(edit, [batch, pos]),
      variant: i64(variant, [batch, pos]),
      twin: i64(twin, [batch * pos]),
      responding: f32(responding, [batch * pos, 1]),
    };
  }
}
