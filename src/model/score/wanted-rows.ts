import type { HostTensor } from "../../graph/session.ts";
import { logitsNotFinite } from "../generate/not-finite.ts";
import { stableRows } from "../generate/stable-rows.ts";
import type { ScoringEngine } from "./branch-feeds.ts";

/** Rows of probabilities that are wanted of one graph's run. */
export interface WantedRows {
  /** The output that holds them, f32 [rows, columns]. */
  output: string;
  /** All but what says which rows. */
  feeds: Record<string, HostTensor>;
  /** Rows of the hidden states. */
  wanted: readonly number[];
  /** Further outputs, of the first run. */
  outputs: readonly string[];
  /** That one run gives back. */
  mostRows: number;
  /** The inputs that say which rows a run gives. */
  rowFeeds(asked: readonly number[]): Record<string, HostTensor>;
}

/** One run for the first rows (and the other outputs), more for the rest: what comes back is copied, so it is bounded. */
export async function wantedRows(
  { session, accuracy }: ScoringEngine,
  { output, feeds, wanted, outputs, mostRows, rowFeeds }: WantedRows,
): Promise<{ rows: Float32Array[]; results: Record<string, HostTensor> }> {
  const rows: Float32Array[] = [];
  let results: Record<string, HostTensor> = {};
  for (let start = 0; start === 0 || start < wanted.length; start += mostRows) {
    const part = wanted.slice(start, start + mostRows);
    // At least one row is asked for, since the head cannot run on none.
    const asked = Array.from({ length: stableRows(part.length || 1, accuracy) }, (_, i) => part[i] ?? 0);
    const names = start === 0 ? [output, ...outputs] : [output];
    const out = await session.run({ ...feeds, ...rowFeeds(asked) }, names);
    const { data, shape } = out[output]!;
    const width = shape[1]!;
    for (let i = 0; i < part.length; i++) {
      // Its own: a row that is kept holds no other's memory.
      const row = (data as Float32Array).slice(i * width, (i + 1) * width);
      // One logit that is NaN or infinite makes all of a softmax NaN.
      if (Number.isNaN(row[0])) throw logitsNotFinite();
      rows.push(row);
    }
    if (start === 0) results = out;
  }
  return { rows, results };
}
