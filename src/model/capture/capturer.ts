import { badInput } from "../../base/errors.ts";
import { f32, i64, type Session } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";
import { checkFits, flatRun } from "./flat-run.ts";
import { captureGroups } from "./groups.ts";

/** Tokens `start` to `end` - 1 of a text, made one: their mean, or the last of them. */
export interface Span {
  start: number;
  end: number;
  reduce: "mean" | "last";
}

/** A text, and the spans of it whose activations are wanted. */
export interface SpannedText {
  /** The caller's name for it; in messages, and it comes back with the result. */
  id: string;
  ids: readonly number[];
  spans: readonly Span[];
  /** How many of its tokens are prompt, where the model is steered at some tokens only; all where left out. */
  prompt?: number;
}

/** A text's activations: by tap, one vector [width] a span, in the order of the spans. */
export interface Capture {
  id: string;
  taps: Record<string, Float32Array[]>;
}

export interface CaptureOptions {
  /** Most tokens of one run; a longer text is a run of its own. */
  runTokens?: number;
  /** Called between runs, so that a process can answer messages. */
  pause?(): Promise<void>;
}

/** Named activations of texts of unlike lengths, end to end in runs without padding, reduced in the graph. */
export class Capturer {
  private readonly config: ModelConfig;
  private readonly session: Session;
  private readonly taps: readonly string[];
  private readonly prefix: PrefixKeyValues | undefined;

  /**
   * @param session of `captureGraph` with these taps
   * @param prefix what stands before every text, where the graph is prefixed
   */
  constructor(config: ModelConfig, session: Session, taps: readonly string[], prefix?: PrefixKeyValues) {
    this.config = config;
    this.session = session;
    this.taps = taps;
    this.prefix = prefix;
  }

  /**
   * Captures every text; results come run by run, texts of like lengths together. A token's activations are the same bits
   * in any company; a mean's last bits are not. Throws "bad-input" for an empty text or span, and for one that does not fit.
   */
  async *capture(
    texts: readonly SpannedText[],
    { runTokens = 1024, pause }: CaptureOptions = {},
  ): AsyncGenerator<Capture> {
    for (const text of texts) this.check(text);
    for (const group of captureGroups(texts, this.config.rope, runTokens)) {
      await pause?.();
      yield* await this.run(group);
    }
  }

  private async run(texts: readonly SpannedText[]): Promise<Capture[]> {
    const { tokens, averages, spans } = reduction(texts);
    const outputs = await this.session.run({
      ...flatRun(this.config, texts, this.prefix),
      tokens: i64(tokens, [tokens.length]),
      averages: f32(averages, [spans, tokens.length]),
    });
    const rows = (tap: string, from: number, count: number) => {
      const { data, shape } = outputs[tap]!;
      const width = shape[1]!;
      return Array.from({ length: count }, (_, i) =>
        (data as Float32Array).slice((from + i) * width, (from + i + 1) * width),
      );
    };
    let from = 0;
    return texts.map((text) => {
      const count = text.spans.length;
      const taps = Object.fromEntries(this.taps.map((tap) => [tap, rows(tap, from, count)]));
      from += count;
      return { id: text.id, taps };
    });
  }

  private check({ id, ids, spans }: SpannedText): void {
    const { vocab } = this.config;
    if (ids.length === 0) throw badInput(`text "${id}" is empty: there is nothing to capture`);
    checkFits({ id, ids }, this.config, this.prefix);
    const bad = ids.find((token) => !(token >= 0 && token < vocab));
    if (bad !== undefined) throw badInput(`text "${id}" holds token ${bad}; the model's ids are 0 to ${vocab - 1}`);
    if (spans.length === 0) throw badInput(`no span of text "${id}" was asked for: name at least one`);
    for (const { start, end } of spans)
      if (!(start >= 0 && start < end && end <= ids.length))
        throw badInput(
          `tokens ${start} to ${end} of text "${id}" are no span: it has ${ids.length} tokens, and a span at least one`,
        );
  }
}

/** The inputs of the graph that say what becomes of the tokens, as they lie end to end. */
function reduction(texts: readonly SpannedText[]): { tokens: number[]; averages: Float32Array; spans: number } {
  const wanted: { first: number; last: number }[] = [];
  let offset = 0;
  for (const { ids, spans } of texts) {
    for (const { start, end, reduce } of spans)
      wanted.push({ first: offset + (reduce === "mean" ? start : end - 1), last: offset + end - 1 });
    offset += ids.length;
  }
  const columns = new Map<number, number>();
  for (const { first, last } of wanted)
    for (let token = first; token <= last; token++) if (!columns.has(token)) columns.set(token, columns.size);
  const averages = new Float32Array(wanted.length * columns.size);
  for (const [span, { first, last }] of wanted.entries())
    for (let token = first; token <= last; token++)
      averages[span * columns.size + columns.get(token)!] = 1 / (last - first + 1);
  return { tokens: [...columns.keys()], averages, spans: wanted.length };
}
