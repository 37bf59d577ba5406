import { badInput } from "../../base/errors.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { HostTensor, Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { type RopeTables, ropeTables } from "../decoder/rope-tables.ts";
import type { Editing } from "../edit/editing.ts";
import { rowFeeds } from "../generate/feeds.ts";
import { KvCache, written } from "../generate/kv-cache.ts";
import { logitsNotFinite } from "../generate/not-finite.ts";
import { stableRows } from "../generate/stable-rows.ts";
import { textRun } from "../generate/text-run.ts";
import { prefixesOf } from "../prefix/key-values.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";
import { branchFeeds, type ScoringEngine } from "./branch-feeds.ts";
import { BranchTree } from "./branch-tree.ts";

/** A text to score and the places in it whose next token is wanted. */
export interface ScoringText {
  ids: readonly number[];
  /** Each at least 1: the distribution after the first `at` tokens. */
  places: readonly number[];
  /** Which of the scorer's variants it runs as (0 where left out), and how many of its tokens are prompt, as far as edits go. */
  variant?: number;
  prompt?: number;
  /** Index of a text with the same tokens behind its prompt, whose values edits take. */
  twin?: number;
  /** What stands before it. All texts of a call have one, or none has. */
  prefix?: PrefixKeyValues;
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

/** Rows whose probabilities stay in the engine, but for one number each: 512 rows of 49,152 are 100 MB, several times over. */
export const targetRowsAtOnce = 512;

/**
 * Next-token probabilities after chosen places of texts, and after continuations that branch off there: the texts are
 * computed once and kept as keys and values, branches are run on them, all of a text's together. What a text is given depends on
 * neither the other texts nor the number of threads, to the bit.
 */
export class Scorer {
  private readonly config: ModelConfig;
  private readonly session: Session;
  private readonly accuracy: Accuracy;
  private readonly editing: Editing | undefined;

  /**
   * @param session of `generatorGraph` with this accuracy: the same one that generates
   * @param editing the variants, where the graph has edits
   */
  constructor(config: ModelConfig, session: Session, accuracy: Accuracy, editing?: Editing) {
    this.config = config;
    this.session = session;
    this.accuracy = accuracy;
    this.editing = editing;
  }

  /**
   * Computes the texts and gives back a probe on them. Texts are held together: keep a call to a few thousand tokens.
   * Throws "bad-input" for a text longer than the context.
   */
  async open(texts: readonly ScoringText[]): Promise<ScoringBatch> {
    const { config } = this;
    const { feeds, tables, wanted, layerRows } = laidOut(config, texts, this.editing);
    const engine = { session: this.session, accuracy: this.accuracy, editing: this.editing };
    const cache = new KvCache(config);
    const { rows, results } = await probabilities(engine, feeds, wanted, [written]);
    cache.admit(
      results,
      texts.map((text) => text.ids.length),
      { prefixes: prefixesOf(texts), layerRows },
    );
    const first: Float32Array[][] = [];
    let next = 0;
    for (const { places } of texts) first.push(places.map(() => rows[next++]!));
    return new ScoringBatch(config, engine, texts, cache, tables, first);
  }

  /**
   * Natural logarithms of the probability of the token after each place of each text, which must have one: only these
   * numbers come back. Texts run side by side up to {@link targetRowsAtOnce} places; one with more is run again for the rest of them, as are
   * texts with twins, which cannot be parted.
   */
  async logProbs(texts: readonly ScoringText[]): Promise<number[][]> {
    const found: number[][] = [];
    for (const group of sideBySide(texts)) found.push(...(await this.logProbsOf(group)));
    return found;
  }

  private async logProbsOf(texts: readonly ScoringText[]): Promise<number[][]> {
    const { feeds, wanted } = laidOut(this.config, texts, this.editing);
    const targets = texts.flatMap(({ ids, places }) => places.map((at) => ids[at]!));
    const found: number[] = [];
    for (let start = 0; start < wanted.length; start += targetRowsAtOnce) {
      const [rows, ids] = [wanted, targets].map((values) => values.slice(start, start + targetRowsAtOnce));
      const filled = (values: readonly number[]) =>
        Array.from({ length: stableRows(values.length, this.accuracy) }, (_, i) => values[i] ?? 0);
      const asked = rowFeeds(filled(rows!), 1, filled(ids!));
      const { targetProbability } = await this.session.run({ ...feeds, ...asked }, ["targetProbability"]);
      found.push(...(targetProbability!.data as Float32Array).subarray(0, rows!.length));
    }
    if (found.some(Number.isNaN)) throw logitsNotFinite();
    let next = 0;
    return texts.map(({ places }) => places.map(() => Math.log(found[next++]!)));
  }
}

/** Consecutive texts with few enough places for one run. */
function sideBySide(texts: readonly ScoringText[]): ScoringText[][] {
  if (texts.some(({ twin }) => twin !== undefined)) return [[...texts]];
  const groups: ScoringText[][] = [];
  let places = 0;
  for (const text of texts) {
    places += text.places.length;
    if (groups.length > 0 && places <= targetRowsAtOnce) groups.at(-1)!.push(text);
    else {
      groups.push([text]);
      places = text.places.length;
    }
  }
  return groups;
}

/** Texts that have been computed once; see {@link Scorer.open}. */
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

/** The feeds of texts side by side, but for `rows`, and the rows of the hidden states after which their places are. Throws "bad-input" for a text longer than the context. */
export function laidOut(config: ModelConfig, texts: readonly ScoringText[], editing?: Editing) {
  const prefixes = prefixesOf(texts);
  const lead = prefixes ? 1 : 0;
  for (const { ids, places } of texts) {
    if (lead + ids.length > config.context)
      throw badInput(
        `a text of ${ids.length} tokens cannot be scored: the model's context is ${config.context} tokens${prefixes ? ", of which a prefix takes one" : ""}`,
      );
    if (places.some((at) => !(at >= 1 && at <= ids.length)))
      throw new Error(`places ${places} of a text of ${ids.length} tokens`);
  }
  const longest = Math.max(...texts.map(({ ids }) => ids.length));
  const tables = ropeTables(config.rope, Math.min(lead + longest + 16, Math.max(config.context, longest)));
  const edited = texts.map((text) => ({
    variant: text.variant ?? 0,
    prompt: text.prompt ?? 0,
    positionOf: (token: number) => token,
    twinOf: (token: number) => twinPlace(texts, text, token),
  }));
  const sequences = texts.map(({ ids }) => ids);
  const { feeds, layerRows, rowOf } = textRun(config, sequences, { tables, prefixes, editing, edited });
  const wanted = texts.flatMap(({ places }, text) => places.map((at) => rowOf(text, at - 1)));
  return { feeds, tables, wanted, layerRows };
}

/** Where the twin of a text holds the text's token; undefined for tokens of prompts that differ, but for the last. */
function twinPlace(
  texts: readonly ScoringText[],
  { ids, twin, prompt = 0 }: ScoringText,
  token: number,
): { row: number; token: number } | undefined {
  if (twin === undefined) return undefined;
  const { ids: others, prompt: othersPrompt = 0 } = texts[twin]!;
  const at = token - prompt + othersPrompt;
  if (at < 0 || at >= others.length) return undefined;
  const same = prompt === othersPrompt && ids.slice(0, prompt).every((id, i) => id === others[i]);
  return same || token >= prompt - 1 ? { row: twin, token: at } : undefined;
}

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
