import type { ModelConfig } from "../config.ts";
import type { RopeTables } from "../decoder/rope-tables.ts";
import type { KvCache } from "../generate/kv-cache.ts";
import { branchFeeds, type ScoringEngine } from "./branch-feeds.ts";
import { BranchTree } from "./branch-tree.ts";
import { type ScoringText, twinPlace } from "./laid-out.ts";
import { probabilities } from "./probabilities.ts";

/** What comes after a place of a text and then some tokens that are not in it. */
export interface Continuation {
  /** Index of the text, and of its place. */
  text: number;
  place: number;
  tokens: readonly number[];
}

/** Texts that have been computed once; see `Scorer.open`. */
export class ScoringBatch {
  private readonly config: ModelConfig;
  private readonly engine: ScoringEngine;
  private readonly texts: readonly ScoringText[];
  private readonly cache: KvCache;
  private readonly tables: RopeTables;
  private readonly first: readonly (readonly Float32Array[])[];

  constructor(
    config: ModelConfig,
    engine: ScoringEngine,
    texts: readonly ScoringText[],
    cache: KvCache,
    tables: RopeTables,
    first: readonly (readonly Float32Array[])[],
  ) {
    this.config = config;
    this.engine = engine;
    this.texts = texts;
    this.cache = cache;
    this.tables = tables;
    this.first = first;
  }

  /** Probabilities [vocab] of the token after each continuation; one run, however many there are. */
  async after(continuations: readonly Continuation[]): Promise<Float32Array[]> {
    const branching = continuations.filter(({ tokens }) => tokens.length > 0);
    const branched = branching.length > 0 ? await this.run(branching) : [];
    let next = 0;
    return continuations.map(({ text, place, tokens }) =>
      tokens.length === 0 ? this.first[text]![place]! : branched[next++]!,
    );
  }

  private async run(continuations: readonly Continuation[]): Promise<Float32Array[]> {
    const { config, engine, cache, tables, texts } = this;
    const trees = texts.map(() => new BranchTree());
    const twins = texts.map(() => new Map<number, number>());
    const nodes = continuations.map(({ text, place, tokens }) => {
      const at = texts[text]!.places[place]!;
      const { twin } = texts[text]!;
      // Whoever takes a twin's values needs the twin to read the branch as well.
      const there = twin === undefined ? undefined : twinPlace(texts, texts[text]!, at - 1);
      if (there)
        for (let length = 1; length <= tokens.length; length++) {
          const part = tokens.slice(0, length);
          twins[text]!.set(trees[text]!.add(at, part), trees[twin!]!.add(there.token + 1, part));
        }
      return trees[text]!.add(at, tokens);
    });
    const run = branchFeeds(config, engine, { trees, cache, tables });
    const { pos, batch } = run;
    const edited = texts.map((text, t) => ({
      variant: text.variant ?? 0,
      prompt: text.prompt ?? 0,
      positionOf: (node: number) => {
        const { at, depth } = trees[t]!.nodes[node] ?? { at: 0, depth: 0 };
        return at + depth;
      },
      twinOf: (node: number) => {
        const other = twins[t]!.get(node);
        return other === undefined ? undefined : { row: text.twin!, token: other };
      },
    }));
    const feeds = { ...run.feeds, ...engine.editing?.feeds(edited, batch, pos) };
    const wanted = continuations.map(({ text }, i) => text * pos + nodes[i]!);
    return (await probabilities(engine, feeds, wanted, [])).rows;
  }
}
