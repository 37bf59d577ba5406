import { badInput } from "../../base/errors.ts";
import { type RandomStream, randomStream } from "../../base/random.ts";
import { f32, type HostTensor, i64, type Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { causalMask } from "../decoder/causal-mask.ts";
import { type RopeTables, ropeTables } from "../decoder/rope-tables.ts";
import { KvCache } from "./kv-cache.ts";
import { argmax, checkSampling, draw, type Sampling } from "./sampling.ts";

/** One sequence to generate. */
export interface GenerationRequest {
  /** The caller's name for it; comes back with the result. */
  id: string;
  /** Token ids of the prompt, at least one. */
  prompt: readonly number[];
  maxNewTokens: number;
  /** Name of its random stream: the same name, prompt and seed give the same response, whatever else is in the batch. */
  stream: string;
}

export interface GenerateOptions {
  sampling: Sampling;
  seed: number;
  /** Ids that end a response; they are not part of it. */
  ends: readonly number[];
  /** Sequences that are decoded side by side. */
  batch: number;
  signal?: AbortSignal;
  /** Called between runs, so that a process can answer messages. */
  pause?(): Promise<void>;
  /** Called with each new token; true ends the sequence there ("stop"), for stop strings. */
  onToken?(id: string, token: number): boolean;
}

export interface Generation {
  id: string;
  /** New tokens without the one that ended them. */
  ids: number[];
  /** Why it ended: an end token, the caller's stop, or the limit on new tokens or context. */
  finish: "end" | "stop" | "length";
  /** log p of each new token under the model itself (temperature 1, no filter), the end token's last when there was one. */
  logProbs: number[];
}

interface Active {
  request: GenerationRequest;
  stream: RandomStream;
  limit: number;
  ids: number[];
  logProbs: number[];
  seen: Set<number>;
  next: number;
}

/** Longest stretch of prompt tokens that one run takes, padding included: bounds the attention scores' memory. */
const prefillTokens = 4096;
/** Prompts are padded to a multiple of this, so that a prompt meets the same kernels in any batch. */
const prefillStep = 16;

/** Decodes many sequences at once with a key/value cache; sequences that end leave the batch and waiting ones enter. */
export class Generator {
  private readonly config: ModelConfig;
  private readonly session: Session;

  /** @param session of `generatorGraph` */
  constructor(config: ModelConfig, session: Session) {
    this.config = config;
    this.session = session;
  }

  /** Generates every request; results come as they finish. Throws "bad-input" for a prompt that does not fit the context. */
  async *generate(requests: readonly GenerationRequest[], options: GenerateOptions): AsyncGenerator<Generation> {
    checkSampling(options.sampling);
    for (const request of requests) this.checkPrompt(request);
    const waiting = [...requests];
    const active: Active[] = [];
    const cache = new KvCache(this.config);
    const longest = Math.max(
      0,
      ...requests.map((r) => Math.min(r.prompt.length + r.maxNewTokens, this.config.context)),
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
        const admitted = this.takePrompts(waiting, room);
        const results = await this.prefill(admitted, cache, tables, options);
        const starts = admitted.map((request) => this.start(request, options.seed));
        cache.admit(
          results,
          admitted.map((request) => request.prompt.length),
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

  private checkPrompt({ id, prompt }: GenerationRequest): void {
    if (prompt.length === 0) throw badInput(`the prompt of ${id} is empty; give at least one token`);
    if (prompt.length >= this.config.context)
      throw badInput(
        `the prompt of ${id} has ${prompt.length} tokens and the model's context is ${this.config.context}: shorten the prompt to ${this.config.context - 1} tokens or fewer`,
      );
    const bad = prompt.find((token) => !(token >= 0 && token < this.config.vocab));
    if (bad !== undefined)
      throw badInput(`the prompt of ${id} holds token ${bad}; the model's ids are 0 to ${this.config.vocab - 1}`);
  }

  private takePrompts(waiting: GenerationRequest[], room: number): GenerationRequest[] {
    let count = 0;
    let longest = 0;
    while (count < Math.min(room, waiting.length)) {
      longest = Math.max(longest, waiting[count]!.prompt.length);
      if (count > 0 && longest * (count + 1) > prefillTokens) break;
      count++;
    }
    return waiting.splice(0, count);
  }

  private start(request: GenerationRequest, seed: number): Active {
    const limit = Math.min(request.maxNewTokens, this.config.context - request.prompt.length);
    const stream = randomStream(seed, request.stream);
    return { request, stream, limit, ids: [], logProbs: [], seen: new Set(request.prompt), next: -1 };
  }

  private prefill(
    requests: readonly GenerationRequest[],
    cache: KvCache,
    tables: RopeTables,
    options: GenerateOptions,
  ) {
    const longest = Math.max(...requests.map((request) => request.prompt.length));
    const pos = Math.ceil(longest / prefillStep) * prefillStep;
    const batch = requests.length;
    const ids = new BigInt64Array(batch * pos);
    const positions = BigInt64Array.from({ length: batch * pos }, (_, i) =>
      BigInt(Math.min(i % pos, tables.positions - 1)),
    );
    for (const [row, { prompt }] of requests.entries()) ids.set(BigInt64Array.from(prompt, BigInt), row * pos);
    const groups = this.config.heads / this.config.kvHeads;
    const feeds = {
      ids: { dtype: "i64", shape: [batch, pos], data: ids } as HostTensor,
      positions: { dtype: "i64", shape: [batch * pos, 1], data: positions } as HostTensor,
      mask: f32(causalMask(batch, groups, pos), [batch, 1, groups * pos, pos]),
      rows: i64(
        requests.map(({ prompt }, row) => row * pos + prompt.length - 1),
        [batch],
      ),
      ...cache.emptyFeeds(batch),
    };
    return this.run(feeds, batch, cache, tables, options);
  }

  private step(active: readonly Active[], cache: KvCache, tables: RopeTables, options: GenerateOptions) {
    const batch = active.length;
    const groups = this.config.heads / this.config.kvHeads;
    const width = cache.capacity + 1;
    const mask = new Float32Array(batch * groups * width).fill(Number.NEGATIVE_INFINITY);
    for (let line = 0; line < batch * groups; line++) {
      mask.fill(0, line * width, line * width + cache.lengths[Math.floor(line / groups)]!);
      mask[line * width + width - 1] = 0;
    }
    const feeds = {
      ids: i64(
        active.map((a) => a.next),
        [batch, 1],
      ),
      positions: i64(cache.lengths, [batch, 1]),
      mask: f32(mask, [batch, 1, groups, width]),
      rows: i64(
        active.map((_, i) => i),
        [batch],
      ),
      ...cache.feeds(),
    };
    return this.run(feeds, batch, cache, tables, options);
  }

  private run(
    feeds: Record<string, HostTensor>,
    rows: number,
    cache: KvCache,
    tables: RopeTables,
    { sampling }: GenerateOptions,
  ): Promise<Record<string, HostTensor>> {
    const all = {
      ...feeds,
      cos: f32(tables.cos, [tables.positions, tables.half]),
      sin: f32(tables.sin, [tables.positions, tables.half]),
      sharpness: f32(new Float32Array(rows).fill(sampling.temperature > 0 ? 1 / sampling.temperature : 1), [rows, 1]),
    };
    const plain = sampling.repetitionPenalty === 1;
    const wanted = plain ? ["probabilities", "logNorm", "logNormSharp"] : ["logits", "logNorm"];
    return this.session.run(all, [...wanted, ...cache.outputs]);
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
      const { token, logProb } = pick(one, i, results, options.sampling, this.config.vocab);
      one.logProbs.push(logProb);
      let finish: Generation["finish"] | undefined;
      if (options.ends.includes(token)) finish = "end";
      else {
        one.ids.push(token);
        one.seen.add(token);
        one.next = token;
        if (options.onToken?.(one.request.id, token)) finish = "stop";
        else if (one.ids.length >= one.limit) finish = "length";
      }
      if (!finish) continue;
      const at = active.indexOf(one);
      cache.remove(at);
      active[at] = active[active.length - 1]!;
      active.pop();
      yield { id: one.request.id, ids: one.ids, finish, logProbs: one.logProbs };
    }
  }
}

function pick(one: Active, i: number, results: Record<string, HostTensor>, sampling: Sampling, vocab: number) {
  const logNorm = (results.logNorm!.data as Float32Array)[i]!;
  if (results.probabilities) {
    const row = (results.probabilities.data as Float32Array).subarray(i * vocab, (i + 1) * vocab);
    const token = sampling.temperature === 0 ? argmax(row) : draw(row, sampling, one.stream);
    const temperature = sampling.temperature || 1;
    const logit = temperature * (Math.log(row[token]!) + (results.logNormSharp!.data as Float32Array)[i]!);
    return { token, logProb: logit - logNorm };
  }
  const logits = (results.logits!.data as Float32Array).subarray(i * vocab, (i + 1) * vocab);
  const row = penalised(logits, one.seen, sampling);
  const token = sampling.temperature === 0 ? argmax(row) : draw(row, sampling, one.stream);
  return { token, logProb: logits[token]! - logNorm };
}

/** Softmax of the penalised logits at the temperature (the logits themselves where it is 0). */
function penalised(
  logits: Float32Array,
  seen: ReadonlySet<number>,
  { repetitionPenalty, temperature }: Sampling,
): Float32Array {
  const row = Float32Array.from(logits);
  for (const token of seen)
    row[token] = row[token]! > 0 ? row[token]! / repetitionPenalty : row[token]! * repetitionPenalty;
  if (temperature === 0) return row;
  const top = row[argmax(row)]!;
  let total = 0;
  for (let i = 0; i < row.length; i++) total += row[i] = Math.exp((row[i]! - top) / temperature);
  for (let i = 0; i < row.length; i++) row[i]! /= total;
  return row;
}
