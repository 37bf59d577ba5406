import { i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import type { RopeTables } from "../decoder/rope-tables.ts";
import { KvCache, written } from "../generate/kv-cache.ts";
import { branchFeeds, type ScoringEngine } from "./branch-feeds.ts";
import { BranchTree } from "./branch-tree.ts";
import { laidOut, type ScoringText } from "./laid-out.ts";
import type { Continuation } from "./scoring-batch.ts";
import { type WantedRows, wantedRows } from "./wanted-rows.ts";

/** Numbers [rows, vocab] that a run holds at most, twice over: 100 MB each. */
const largestRows = 24 * 2 ** 20;

/** Rows whose next token one run weighs. */
export const rowsAtOnce = ({ vocab }: Pick<ModelConfig, "vocab">): number =>
  Math.max(1, Math.floor(largestRows / vocab));

/**
 * Probabilities of some tokens after very many places of texts, and after continuations that branch off there: what `Scorer` gives, of
 * chosen columns only. Texts are held together: keep a call to a few thousand tokens, and to {@link rowsAtOnce} places where they fit, for a
 * run is repeated for the rest. Throws "bad-input" for a text longer than the context.
 *
 * @param engine with a session of `pickedGraph`
 * @param columns ids of tokens, at least one
 * @param mostRows that one run weighs
 */
export async function pickAt(
  config: ModelConfig,
  engine: ScoringEngine,
  texts: readonly ScoringText[],
  columns: Int32Array,
  mostRows = rowsAtOnce(config),
): Promise<PickedBatch> {
  const { feeds, tables, wanted } = laidOut(config, texts);
  const cache = new KvCache(config);
  const { rows, results } = await picked(engine, { feeds, wanted, columns, outputs: [written], mostRows });
  cache.admit(
    results,
    texts.map(({ ids }) => ids.length),
  );
  let next = 0;
  const first = texts.map(({ places }) => places.map(() => rows[next++]!));
  return new PickedBatch(config, engine, { texts, cache, tables, first, mostRows });
}

/** Texts that have been computed once; see {@link pickAt}. */
export class PickedBatch {
  /** Probabilities [columns] at each text's places. */
  readonly first: readonly (readonly Float32Array[])[];
  private readonly config: ModelConfig;
  private readonly engine: ScoringEngine;
  private readonly texts: readonly ScoringText[];
  private readonly cache: KvCache;
  private readonly tables: RopeTables;
  private readonly mostRows: number;

  constructor(
    config: ModelConfig,
    engine: ScoringEngine,
    held: {
      texts: readonly ScoringText[];
      cache: KvCache;
      tables: RopeTables;
      first: readonly (readonly Float32Array[])[];
      mostRows: number;
    },
  ) {
    this.config = config;
    this.engine = engine;
    this.texts = held.texts;
    this.cache = held.cache;
    this.tables = held.tables;
    this.first = held.first;
    this.mostRows = held.mostRows;
  }

  /** Probabilities [columns] of the token after each continuation of at least one token; one pass, however many there are. */
  async after(continuations: readonly Continuation[], columns: Int32Array): Promise<Float32Array[]> {
    const { config, engine, cache, tables, mostRows } = this;
    const trees = this.texts.map(() => new BranchTree());
    const nodes = continuations.map(({ text, place, tokens }) =>
      trees[text]!.add(this.texts[text]!.places[place]!, tokens),
    );
    const { feeds, pos } = branchFeeds(config, engine, { trees, cache, tables });
    const wanted = continuations.map(({ text }, i) => text * pos + nodes[i]!);
    return (await picked(engine, { feeds, wanted, columns, outputs: [], mostRows })).rows;
  }
}

interface PickedRun extends Omit<WantedRows, "output" | "rowFeeds"> {
  columns: Int32Array;
}

/** Probabilities of the columns after rows of a run. */
function picked(engine: ScoringEngine, { columns, ...run }: PickedRun) {
  const feed = i64(columns, [columns.length]);
  const rowFeeds = (asked: readonly number[]) => ({ rows: i64(asked, [asked.length]), columns: feed });
  return wantedRows(engine, { ...run, output: "picked", rowFeeds });
}
