import type { Accuracy } from "../../graph/ops/matrix.ts";
import { f32, type HostTensor, type Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import type { RopeTables } from "../decoder/rope-tables.ts";
import type { Editing } from "../edit/editing.ts";
import { angles } from "../generate/feeds.ts";
import type { KvCache } from "../generate/kv-cache.ts";
import { stableBatch, stableRows } from "../generate/stable-rows.ts";
import type { BranchTree } from "./branch-tree.ts";

/** What runs a model: a session of `generatorGraph` and how exact its products are. */
export interface ScoringEngine {
  session: Session;
  accuracy: Accuracy;
  /** Where the graph has edits. */
  editing?: Editing;
}

/**
 * Feeds of a run of trees, the i-th on sequence i of the cache: node n of tree t is row t * pos + n of the hidden states. `rows` and
 * `sharpness` are the caller's.
 */
export function branchFeeds(
  config: ModelConfig,
  engine: ScoringEngine,
  { trees, cache, tables }: { trees: readonly BranchTree[]; cache: KvCache; tables: RopeTables },
): { feeds: Record<string, HostTensor>; pos: number; batch: number } {
  const groups = config.heads / config.kvHeads;
  const pos = Math.max(...trees.map((tree) => tree.nodes.length));
  const batch = batchOf(config, engine, { pos, texts: trees.length, capacity: cache.capacity });
  const width = cache.capacity + pos;
  const ids = new BigInt64Array(batch * pos);
  const positions = new BigInt64Array(batch * pos);
  const mask = new Float32Array(batch * groups * pos * width).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < batch; row++)
    for (let i = 0; i < pos; i++) {
      const node = trees[row]?.nodes[i];
      ids[row * pos + i] = BigInt(node?.token ?? 0);
      positions[row * pos + i] = BigInt(node ? Math.min(cache.lead + node.at + node.depth, tables.positions - 1) : 0);
      for (let group = 0; group < groups; group++) {
        const line = ((row * groups + group) * pos + i) * width;
        // A padding row looks at itself only: a row that looks at nothing would be NaN.
        mask[line + cache.capacity + i] = 0;
        if (!node) continue;
        mask.fill(0, line, line + cache.lead + node.at);
        for (let up = node.parent; up !== undefined; up = trees[row]!.nodes[up]!.parent)
          mask[line + cache.capacity + up] = 0;
      }
    }
  const feeds = {
    ids: { dtype: "i64", shape: [batch, pos], data: ids } as HostTensor,
    positions: { dtype: "i64", shape: [batch, pos], data: positions } as HostTensor,
    mask: f32(mask, [batch, 1, groups * pos, width]),
    ...angles(tables, pos),
    ...cache.feeds(batch),
  };
  return { feeds, pos, batch };
}

/** Rows of a run of `pos` tokens each, those that belong to no text included. */
function batchOf(
  { heads, kvHeads, headDim }: ModelConfig,
  { session, accuracy }: ScoringEngine,
  { pos, texts, capacity }: { pos: number; texts: number; capacity: number },
): number {
  const sizes = { kvHeads, rows: (heads / kvHeads) * pos, headDim, capacity };
  let batch = stableBatch({ batch: texts, ...sizes, threads: session.threads });
  while (stableRows(batch * pos, accuracy) !== batch * pos) batch++;
  return batch;
}
