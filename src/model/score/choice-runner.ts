import type { HostTensor } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { type RopeTables, ropeTables } from "../decoder/rope-tables.ts";
import { paddedLength, textFeeds } from "../generate/feeds.ts";
import { KvCache, written } from "../generate/kv-cache.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";
import { branchFeeds, type ScoringEngine } from "./branch-feeds.ts";
import { BranchTree } from "./branch-tree.ts";
import type { ChoiceGroup, EncodedChoice } from "./choice-groups.ts";
import { probabilities } from "./probabilities.ts";

/** Natural logarithm of each option's probability, summed over the ways to write it. */
export interface WeighedChoice {
  id: string;
  logProbs: number[];
}

/** Tokens of a run at most, where one choice alone does not take more. Measured on SmolLM2: with more, attention between choices costs what larger products save. */
const runTokens = 256;
/** Rows of next-token probabilities of a run at most: each is as wide as the vocabulary. */
const runRows = 128;
/** A beginning that groups share is worth a run of its own from this many tokens on. */
const worthKeeping = 32;
/** The smallest number above 0 in f32: what is less probable is rounded up to it, so that a logarithm is finite. */
const least = 2 ** -149;

/**
 * Weighs groups of choices: what a group's prompts have in common is computed once and kept as keys and values, and the choices are run
 * on it side by side as branches of one tree. What the messages before the last come to is kept from group to group.
 */
export class ChoiceRunner {
  private readonly config: ModelConfig;
  private readonly engine: ScoringEngine;
  private readonly prefixes: readonly PrefixKeyValues[] | undefined;
  private earlier: { ids: readonly number[]; results: Record<string, HostTensor> } | undefined;

  /** @param prefix what stands before every prompt */
  constructor(config: ModelConfig, engine: ScoringEngine, prefix?: PrefixKeyValues) {
    this.config = config;
    this.engine = engine;
    this.prefixes = prefix && [prefix];
  }

  /** The group's choices, run by run. */
  async *weigh({ choices, common, earlier }: ChoiceGroup): AsyncGenerator<WeighedChoice[]> {
    const longest = Math.max(
      ...choices.map(({ prompt, options }) => prompt.length + Math.max(...options.flat().map((way) => way.length))),
    );
    const lead = this.prefixes ? 1 : 0;
    const tables = ropeTables(this.config.rope, Math.min(lead + longest, lead + this.config.context));
    const cache = await this.beginning(choices[0]!.prompt.slice(0, common), earlier, tables);
    for (const some of runsOf(choices, common)) yield await this.run(some, common, cache, tables);
  }

  /** Keys and values of a text, of which the first `earlier` tokens are kept for the next group. */
  private async beginning(ids: readonly number[], earlier: number, tables: RopeTables): Promise<KvCache> {
    const cache = new KvCache(this.config);
    if (ids.length === 0) {
      if (this.prefixes) cache.admit({}, [0], { prefixes: this.prefixes });
      return cache;
    }
    const kept = earlier >= worthKeeping ? ids.slice(0, earlier) : ids;
    if (!this.earlier || !isSame(this.earlier.ids, kept)) {
      const feeds = {
        ...textFeeds(this.config, [kept], tables, { prefixes: this.prefixes }),
        ...this.steered(1, paddedLength([kept.length])),
      };
      this.earlier = { ids: kept, results: (await probabilities(this.engine, feeds, [], [written])).results };
    }
    cache.admit(this.earlier.results, [kept.length], { prefixes: this.prefixes });
    if (kept.length === ids.length) return cache;
    const tree = new BranchTree();
    tree.add(kept.length, ids.slice(kept.length));
    const { feeds, batch, pos } = branchFeeds(this.config, this.engine, { trees: [tree], cache, tables });
    const asked = { ...feeds, ...this.steered(batch, pos) };
    const { results } = await probabilities(this.engine, asked, [], [written]);
    cache.append(results, ids.length - kept.length);
    return cache;
  }

  /** Which tokens are of a response, for a model that is steered at some only: those of a beginning never are. */
  private steered(batch: number, pos: number, responding: ReadonlySet<number> = new Set()) {
    const row = { variant: 0, prompt: 1, positionOf: (token: number) => (responding.has(token) ? 0 : -1) };
    return this.engine.editing?.feeds([row], batch, pos);
  }

  private async run(
    choices: readonly EncodedChoice[],
    common: number,
    cache: KvCache,
    tables: RopeTables,
  ): Promise<WeighedChoice[]> {
    const tree = new BranchTree();
    const rowOf = new Map<number, number>();
    const responding = new Set<number>();
    const row = (tokens: readonly number[]): number => {
      const node = tree.add(common, tokens);
      // Every row that is asked for ends a prompt or lies behind one.
      responding.add(node);
      if (!rowOf.has(node)) rowOf.set(node, rowOf.size);
      return rowOf.get(node)!;
    };
    const steps = choices.map(({ prompt, options }) => {
      const own = prompt.slice(common);
      return options.map((ways) =>
        ways.map((way) => way.map((token, at) => ({ token, row: row([...own, ...way.slice(0, at)]) }))),
      );
    });
    const { feeds, batch, pos } = branchFeeds(this.config, this.engine, { trees: [tree], cache, tables });
    const asked = { ...feeds, ...this.steered(batch, pos, responding) };
    const { rows } = await probabilities(this.engine, asked, [...rowOf.keys()], []);
    const logProb = ({ row, token }: { row: number; token: number }) => Math.log(Math.max(rows[row]![token]!, least));
    return choices.map(({ id }, i) => ({
      id,
      logProbs: steps[i]!.map((ways) =>
        logSumExp(ways.map((way) => way.reduce((sum, step) => sum + logProb(step), 0))),
      ),
    }));
  }
}

/** Choices side by side: what is in a run depends on the choices from the group's first on, not on how far an earlier call came. */
function runsOf(choices: readonly EncodedChoice[], common: number): EncodedChoice[][] {
  const runs: EncodedChoice[][] = [];
  let [tokens, rows] = [0, 0];
  for (const choice of choices) {
    const inner = innerNodes(choice);
    const own = choice.prompt.length - common + inner;
    if (runs.length > 0 && tokens + own <= runTokens && rows + 1 + inner <= runRows) {
      runs.at(-1)!.push(choice);
      tokens += own;
      rows += 1 + inner;
    } else {
      runs.push([choice]);
      [tokens, rows] = [own, 1 + inner];
    }
  }
  return runs;
}

/** Tokens of the options after which another one comes. */
const innerNodes = ({ options }: EncodedChoice): number =>
  new Set(options.flat().flatMap((way) => way.slice(0, -1).map((_, at) => String(way.slice(0, at + 1))))).size;

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
