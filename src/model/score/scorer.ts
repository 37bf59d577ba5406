import { badInput } from "../../base/errors.ts";
import { f32, type HostTensor, i64, type Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { causalMask } from "../decoder/causal-mask.ts";
import { type RopeTables, ropeTables } from "../decoder/rope-tables.ts";
import { KvCache } from "../generate/kv-cache.ts";

/** A text to score and the places in it whose next token is wanted. */
export interface ScoringText {
  ids: readonly number[];
  /** Each at least 1: the distribution after the first `at` tokens. */
  places: readonly number[];
}

/** What comes after a place of a text and then some tokens that are not in it. */
export interface Continuation {
  /** Index of the text, and of its place. */
  text: number;
  place: number;
  tokens: readonly number[];
}

/** Rows of probabilities that one run gives back at most: 256 rows of 49,152 are 50 MB. */
const rowsAtOnce = 256;

/**
 * Next-token probabilities after chosen places of texts, and after continuations that branch off there: the texts are
 * computed once and kept as keys and values, branches are run on them, all of a text's together.
 */
export class Scorer {
  private readonly config: ModelConfig;
  private readonly session: Session;

  /** @param session of `generatorGraph`: the same one that generates */
  constructor(config: ModelConfig, session: Session) {
    this.config = config;
    this.session = session;
  }

  /**
   * Computes the texts and gives back a probe on them. Texts are held together: keep a call to a few thousand tokens.
   * Throws "bad-input" for a text longer than the context.
   */
  async open(texts: readonly ScoringText[]): Promise<ScoringBatch> {
    const { config } = this;
    for (const { ids, places } of texts) {
      if (ids.length > config.context)
        throw badInput(
          `a text of ${ids.length} tokens cannot be scored: the model's context is ${config.context} tokens`,
        );
      if (places.some((at) => !(at >= 1 && at <= ids.length)))
        throw new Error(`places ${places} of a text of ${ids.length} tokens`);
    }
    const longest = Math.max(...texts.map(({ ids }) => ids.length));
    const tables = ropeTables(config.rope, Math.min(longest + 16, Math.max(config.context, longest)));
    const pos = Math.ceil(longest / 16) * 16;
    const batch = texts.length;
    const ids = new BigInt64Array(batch * pos);
    for (const [row, text] of texts.entries()) ids.set(BigInt64Array.from(text.ids, BigInt), row * pos);
    const positions = BigInt64Array.from({ length: batch * pos }, (_, i) =>
      BigInt(Math.min(i % pos, tables.positions - 1)),
    );
    const groups = config.heads / config.kvHeads;
    const cache = new KvCache(config);
    const wanted = texts.flatMap(({ places }, row) => places.map((at) => row * pos + at - 1));
    const feeds = {
      ids: { dtype: "i64", shape: [batch, pos], data: ids } as HostTensor,
      positions: { dtype: "i64", shape: [batch * pos, 1], data: positions } as HostTensor,
      mask: f32(causalMask(batch, groups, pos), [batch, 1, groups * pos, pos]),
      ...cache.emptyFeeds(batch),
    };
    const { rows, results } = await probabilities(this.session, feeds, wanted, tables, cache.outputs);
    cache.admit(
      results,
      texts.map((text) => text.ids.length),
    );
    const first: Float32Array[][] = [];
    let next = 0;
    for (const { places } of texts) first.push(places.map(() => rows[next++]!));
    return new ScoringBatch(this.config, this.session, texts, cache, tables, first);
  }
}

/** Texts that have been computed once; see {@link Scorer.open}. */
export class ScoringBatch {
  private readonly config: ModelConfig;
  private readonly session: Session;
  private readonly texts: readonly ScoringText[];
  private readonly cache: KvCache;
  private readonly tables: RopeTables;
  private readonly first: readonly (readonly Float32Array[])[];

  constructor(
    config: ModelConfig,
    session: Session,
    texts: readonly ScoringText[],
    cache: KvCache,
    tables: RopeTables,
    first: readonly (readonly Float32Array[])[],
  ) {
    this.config = config;
    this.session = session;
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
    const { heads, kvHeads } = this.config;
    const groups = heads / kvHeads;
    const batch = this.texts.length;
    const trees = this.texts.map(() => new BranchTree());
    const nodes = continuations.map(({ text, place, tokens }) =>
      trees[text]!.add(this.texts[text]!.places[place]!, tokens),
    );
    const pos = Math.max(...trees.map((tree) => tree.nodes.length));
    const width = this.cache.capacity + pos;
    const ids = new BigInt64Array(batch * pos);
    const positions = new BigInt64Array(batch * pos);
    const mask = new Float32Array(batch * groups * pos * width).fill(Number.NEGATIVE_INFINITY);
    for (const [row, tree] of trees.entries())
      for (let i = 0; i < pos; i++) {
        const node = tree.nodes[i];
        ids[row * pos + i] = BigInt(node?.token ?? 0);
        positions[row * pos + i] = BigInt(node ? Math.min(node.at + node.depth, this.tables.positions - 1) : 0);
        for (let group = 0; group < groups; group++) {
          const line = ((row * groups + group) * pos + i) * width;
          // A padding row looks at itself only: a row that looks at nothing would be NaN.
          mask[line + this.cache.capacity + i] = 0;
          if (!node) continue;
          mask.fill(0, line, line + node.at);
          for (let up = node.parent; up !== undefined; up = tree.nodes[up]!.parent)
            mask[line + this.cache.capacity + up] = 0;
        }
      }
    const feeds = {
      ids: { dtype: "i64", shape: [batch, pos], data: ids } as HostTensor,
      positions: { dtype: "i64", shape: [batch * pos, 1], data: positions } as HostTensor,
      mask: f32(mask, [batch, 1, groups * pos, width]),
      ...this.cache.feeds(),
    };
    const wanted = continuations.map(({ text }, i) => text * pos + nodes[i]!);
    return (await probabilities(this.session, feeds, wanted, this.tables, [])).rows;
  }
}

interface BranchNode {
  token: number;
  /** Tokens of the text before the branch, and of the branch before the node. */
  at: number;
  depth: number;
  parent: number | undefined;
}

/** Continuations of one text that share their beginnings. */
class BranchTree {
  readonly nodes: BranchNode[] = [];
  private readonly index = new Map<string, number>();

  /** The node that ends `tokens` after place `at`; parents stand before children. */
  add(at: number, tokens: readonly number[]): number {
    let parent: number | undefined;
    let key = String(at);
    for (const [depth, token] of tokens.entries()) {
      key += `,${token}`;
      let node = this.index.get(key);
      if (node === undefined) {
        node = this.nodes.push({ token, at, depth, parent }) - 1;
        this.index.set(key, node);
      }
      parent = node;
    }
    return parent!;
  }
}

/** One run for the first rows (and the other outputs), more for the rest: what comes back is copied, so it is bounded. */
async function probabilities(
  session: Session,
  feeds: Record<string, HostTensor>,
  wanted: readonly number[],
  tables: RopeTables,
  outputs: readonly string[],
): Promise<{ rows: Float32Array[]; results: Record<string, HostTensor> }> {
  const rows: Float32Array[] = [];
  let results: Record<string, HostTensor> = {};
  for (let start = 0; start === 0 || start < wanted.length; start += rowsAtOnce) {
    const part = wanted.slice(start, start + rowsAtOnce);
    // At least one row is asked for, since the head cannot run on none.
    const asked = part.length > 0 ? part : [0];
    const out = await session.run(
      {
        ...feeds,
        rows: i64(asked, [asked.length]),
        cos: f32(tables.cos, [tables.positions, tables.half]),
        sin: f32(tables.sin, [tables.positions, tables.half]),
        sharpness: f32(new Float32Array(asked.length).fill(1), [asked.length, 1]),
      },
      start === 0 ? ["probabilities", ...outputs] : ["probabilities"],
    );
    const { data, shape } = out.probabilities!;
    for (let i = 0; i < part.length; i++) rows.push((data as Float32Array).slice(i * shape[1]!, (i + 1) * shape[1]!));
    if (start === 0) results = out;
  }
  return { rows, results };
}
