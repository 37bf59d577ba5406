import type { HostTensor } from "../../graph/session.ts";
import { rowFeeds } from "../generate/feeds.ts";
import { logitsNotFinite } from "../generate/not-finite.ts";
import { stableRows } from "../generate/stable-rows.ts";
import type { ScoringEngine } from "./branch-feeds.ts";

/** Rows of probabilities that one run gives back at most: 256 rows of 49,152 are 50 MB. */
const rowsAtOnce = 256;

/** One run for the first rows (and the other outputs), more for the rest: what comes back is copied, so it is bounded. */
export async function probabilities(
  { session, accuracy }: ScoringEngine,
  feeds: Record<string, HostTensor>,
  wanted: readonly number[],
  outputs: readonly string[],
): Promise<{ rows: Float32Array[]; results: Record<string, HostTensor> }> {
  const rows: Float32Array[] = [];
  let results: Record<string, HostTensor> = {};
  for (let start = 0; start === 0 || start < wanted.length; start += rowsAtOnce) {
    const part = wanted.slice(start, start + rowsAtOnce);
    // At least one row is asked for, since the head cannot run on none.
    const asked = Array.from({ length: stableRows(part.length || 1, accuracy) }, (_, i) => part[i] ?? 0);
    const names = start === 0 ? ["probabilities", ...outputs] : ["probabilities"];
    const out = await session.run({ ...feeds, ...rowFeeds(asked, 1) }, names);
    const { data, shape } = out.probabilities!;
    const vocab = shape[1]!;
    for (let i = 0; i < part.length; i++) {
      const row = (data as Float32Array).slice(i * vocab, (i + 1) * vocab);
      // One logit that is NaN or infinite makes all of a softmax NaN.
      if (Number.isNaN(row[0])) throw logitsNotFinite();
      rows.push(row);
    }
    if (start === 0) results = out;
  }
  return { rows, results };
}
