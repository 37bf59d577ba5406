import { badInput } from "../../base/errors.ts";
import { type RandomStream, randomStream } from "../../base/random.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { HostTensor, Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { type RopeTables, ropeTables } from "../decoder/rope-tables.ts";
import type { Editing } from "../edit/editing.ts";
import { prefixesOf } from "../prefix/key-values.ts";
import { rowFeeds, stepFeeds } from "./feeds.ts";
import { KvCache, written } from "./kv-cache.ts";
import { nextToken, wantedFor } from "./next-token.ts";
import { promptTwins } from "./prompt-twins.ts";
import { checkSampling } from "./sampling.ts";
import { stableBatch, stableRows } from "./stable-rows.ts";
import { textRun } from "./text-run.ts";
import type { GenerateOptions, Generation, GenerationRequest } from "./types.ts";

interface Active {
  request: GenerationRequest;
  stream: RandomStream;
  limit: number;
  ids: number[];
  logProbs: number[];
  seen: Set<number>;
  next: number;
  /** Where edits take values from: it reads what this one writes. */
  twin?: Active;
  /** Whether it is a twin, which chooses nothing. */
  reads: boolean;
}

/** Longest stretch of prompt tokens that one run takes, padding included: bounds the memory of attention scores and of new keys and values. */
const prefillTokens = 2048;

/**
 * Decodes many sequences at once with a key/value cache; sequences that end leave the batch and waiting ones enter. What a sequence
 * becomes depends on neither the batch nor the number of threads, to the bit (but for NF4: docs/decisions/0009).
 */
export class Generator {
  private readonly config: ModelConfig;
  private readonly session: Session;
  private readonly accuracy: Accuracy;
  private readonly editing: Editing | undefined;

  /**
   * @param session of `generatorGraph` with this accuracy
   * @param editing the variants, where the graph has edits
   */
  constructor(config: ModelConfig, session: Session, accuracy: Accuracy, editing?: Editing) {
    this.config = config;
    this.session = session;
    this.accuracy = accuracy;
    this.editing = editing;
  }

  /** Generates every request; results come as they finish. Throws "bad-input" for a prompt that does not fit the context. */
  async *generate(requests: readonly GenerationRequest[], options: GenerateOptions): AsyncGenerator<Generation> {
    checkSampling(options.sampling);
    const lead = prefixesOf(requests) ? 1 : 0;
    for (const { id, prompt, twin, prefix } of requests) {
      this.checkPrompt({ id, prompt, prefix });
      if (twin) this.checkPrompt({ id: `the twin of ${id}`, prompt: twin.prompt, prefix });
    }
    const waiting = [...requests];
    const active: Active[] = [];
    const cache = new KvCache(this.config);
    const longest = Math.max(
      0,
      ...requests.map((r) => Math.min(lead + longestPrompt(r) + r.maxNewTokens, this.config.context)),
    );
    const tables = ropeTables(this.config.rope, longest);
    while (waiting.length > 0 || active.length > 0) {
      options.signal?.throwIfAborted();
      await options.pause?.();
      const room = options.batch - active.length;
      // A quarter of the batch enters together: fewer, larger prompt runs.
      const entering =
        waiting.length > 0 && (active.length === 0 || room >= Math.min(waiting.length, Math.ceil(options.batch / 4)));
      if (entering) {
        const starts = this.takePrompts(waiting, room).flatMap((request) => this.start(request, options.seed));
        const { results, layerRows } = await this.prefill(starts, tables, options);
        cache.admit(
          results,
          starts.map(({ request }) => request.prompt.length),
          { prefixes: prefixesOf(starts.map(({ request }) => request)), layerRows },
        );
        active.push(...starts);
        yield* this.choose(starts, active, cache, results, options);
      } else {
        const results = await this.step(active, cache, tables, options);
        cache.append(results);
        yield* this.choose([...active], active, cache, results, options);
      }
    }
  }

  private checkPrompt({ id, prompt, prefix }: Pick<GenerationRequest, "id" | "prompt" | "prefix">): void {
    if (prompt.length === 0) throw badInput(`the prompt of ${id} is empty; give at least one token`);
    const most = this.contextFor({ prefix }) - 1;
    if (prompt.length > most)
      throw badInput(
        `the prompt of ${id} has ${prompt.length} tokens and the model's context is ${this.config.context}: shorten the prompt to ${most} tokens or fewer`,
      );
    const bad = prompt.find((token) => !(token >= 0 && token < this.config.vocab));
    if (bad !== undefined)
      throw badInput(`the prompt of ${id} holds token ${bad}; the model's ids are 0 to ${this.config.vocab - 1}`);
  }

  /** Tokens that fit into the context, which a prefix takes one place of. */
  private contextFor({ prefix }: Pick<GenerationRequest, "prefix">): number {
    return this.config.context - (prefix ? 1 : 0);
  }

  private takePrompts(waiting: GenerationRequest[], room: number): GenerationRequest[] {
    let count = 0;
    let rows = 0;
    let longest = 0;
    for (const request of waiting) {
      longest = Math.max(longest, longestPrompt(request));
      rows += request.twin ? 2 : 1;
      // The first enters whatever room there is: a response and its twin cannot be parted.
      if (count > 0 && (rows > room || longest * rows > prefillTokens)) break;
      count++;
    }
    return waiting.splice(0, count);
  }

  /** A sequence, and its twin behind it. */
  private start(request: GenerationRequest, seed: number): Active[] {
    const limit = Math.min(request.maxNewTokens, this.contextFor(request) - longestPrompt(request));
    const of = (own: GenerationRequest): Active => {
      const stream = randomStream(seed, own.stream);
      return { request: own, stream, limit, ids: [], logProbs: [], seen: new Set(own.prompt), next: -1, reads: false };
    };
    const one = of(request);
    if (!request.twin) return [one];
    one.twin = { ...of({ ...request, variant: 0, ...request.twin, twin: undefined }), reads: true };
    return [one, one.twin];
  }

  private async prefill(starts: readonly Active[], tables: RopeTables, options: GenerateOptions) {
    const prompts = starts.map(({ request }) => request.prompt);
    const twinOf = promptTwins(starts);
    const { feeds, rowOf, layerRows } = textRun(this.config, prompts, {
      tables,
      prefixes: prefixesOf(starts.map(({ request }) => request)),
      editing: this.editing,
      edited: starts.map((one, row) => ({ ...this.rowOf(one, 0), twinOf: (token: number) => twinOf(row, token) })),
    });
    const rows = prompts.map((prompt, text) => rowOf(text, prompt.length - 1));
    return { results: await this.run(feeds, rows, options), layerRows };
  }

  /** A sequence's row in a run whose first token stands at `first`. */
  private rowOf({ request }: Active, first: number) {
    const { variant = 0, prompt } = request;
    return { variant, prompt: prompt.length, positionOf: (token: number) => first + token };
  }

  private step(active: readonly Active[], cache: KvCache, tables: RopeTables, options: GenerateOptions) {
    const { heads, kvHeads, headDim } = this.config;
    const { threads } = this.session;
    const sizes = { kvHeads, rows: heads / kvHeads, headDim, capacity: cache.capacity, threads };
    const batch = stableRows(stableBatch({ batch: active.length, ...sizes }), this.accuracy);
    const tokens = active.map(({ next }) => next);
    const edited = active.map((one, row) => {
      const twin = one.twin && { row: active.indexOf(one.twin), token: 0 };
      return { ...this.rowOf(one, cache.lengths[row]! - cache.lead), twinOf: () => twin };
    });
    return this.run(
      { ...stepFeeds(this.config, tokens, cache, tables, batch), ...this.editing?.feeds(edited, batch, 1) },
      tokens.map((_, row) => row),
      options,
    );
  }

  private run(
    feeds: Record<string, HostTensor>,
    rows: readonly number[],
    { sampling }: GenerateOptions,
  ): Promise<Record<string, HostTensor>> {
    const asked = Array.from({ length: stableRows(rows.length, this.accuracy) }, (_, i) => rows[i] ?? 0);
    const sharpness = sampling.temperature > 0 ? 1 / sampling.temperature : 1;
    return this.session.run({ ...feeds, ...rowFeeds(asked, sharpness) }, [...wantedFor(sampling), written]);
  }

  /** Draws the next token of each of `rows` (in the order of the results) and lets the ended ones out. */
  private *choose(
    rows: readonly Active[],
    active: Active[],
    cache: KvCache,
    results: Record<string, HostTensor>,
    options: GenerateOptions,
  ): IterableIterator<Generation> {
    for (const [i, one] of rows.entries()) {
      if (one.reads) continue;
      const { token, logProb } = nextToken(results, i, options.sampling, one);
      one.logProbs.push(logProb);
      let finish: Generation["finish"] | undefined;
      if (options.ends.includes(token)) finish = "end";
      else {
        one.ids.push(token);
        one.seen.add(token);
        one.next = token;
        if (one.twin) one.twin.next = token;
        if (options.onToken?.(one.request.id, token)) finish = "stop";
        else if (one.ids.length >= one.limit) finish = "length";
      }
      if (!finish) continue;
      for (const gone of one.twin ? [one, one.twin] : [one]) {
        const at = active.indexOf(gone);
        cache.remove(at);
        active[at] = active[active.length - 1]!;
        active.pop();
      }
      yield { id: one.request.id, ids: one.ids, finish, logProbs: one.logProbs };
    }
  }
}

const longestPrompt = ({ prompt, twin }: Pick<GenerationRequest, "prompt" | "twin">): number =>
  Math.max(prompt.length, twin?.prompt.length ?? 0);
