import type { HostTensor } from "../../graph/session.ts";
import { rowFeeds } from "../generate/feeds.ts";
import type { ScoringEngine } from "./branch-feeds.ts";
import { wantedRows } from "./wanted-rows.ts";

/** Rows of probabilities that one run gives back at most: 256 rows of 49,152 are 50 MB. */
const mostRows = 256;

/** Probabilities [vocab] of the next token after rows of a run, and its other outputs. */
export const probabilities = (
  engine: ScoringEngine,
  feeds: Record<string, HostTensor>,
  wanted: readonly number[],
  outputs: readonly string[],
) =>
  wantedRows(engine, {
    output: "probabilities",
    feeds,
    wanted,
    outputs,
    mostRows,
    rowFeeds: (asked) => rowFeeds(asked, 1),
  });
