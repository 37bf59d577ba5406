import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";

/** A text as one model reads it. */
export interface WeighedSequence {
  ids: readonly number[];
  /** Index of the first token that is weighed, at least 1; all after it are. */
  start: number;
  /** With the adapter. */
  adapted: boolean;
}

/** Tokens `from` to `to` - 1 of what is weighed of text `text`, under each of its sequences. */
export interface Piece {
  text: number;
  from: number;
  to: number;
}

/** Numbers [rows, vocab] that a run holds at most, several times over: 32 MB each. */
const largestRows = 8 * 2 ** 20;
/** Attention's square grids are as wide as a run's longest text. */
const mostTokens = 1024;

/** Shares the texts out into runs, in order; a text of more rows than a run holds is run again for the rest. */
export function runsOf(texts: readonly (readonly WeighedSequence[])[], vocab: number): Piece[][] {
  const mostRows = Math.max(2, Math.floor(largestRows / vocab));
  const runs: Piece[][] = [];
  let room = { rows: 0, tokens: 0 };
  for (const [text, sequences] of texts.entries()) {
    const weighed = sequences[0]!.ids.length - sequences[0]!.start;
    const tokens = sequences.reduce((sum, { ids }) => sum + ids.length, 0);
    const step = Math.floor(mostRows / sequences.length);
    for (let from = 0; from < weighed; from += step) {
      const to = Math.min(weighed, from + step);
      const rows = (to - from) * sequences.length;
      if (runs.length === 0 || rows > room.rows || tokens > room.tokens) {
        runs.push([]);
        room = { rows: mostRows, tokens: mostTokens };
      }
      runs.at(-1)!.push({ text, from, to });
      room = { rows: room.rows - rows, tokens: room.tokens - tokens };
    }
  }
  return runs;
}

/** What a run is fed. Rows stand piece by piece, within a piece the first sequence's and then the second's. */
export function runFeeds(
  config: ModelConfig,
  texts: readonly (readonly WeighedSequence[])[],
  run: readonly Piece[],
): Record<string, HostTensor> {
  const sequences = run.flatMap(({ text, from, to }) => texts[text]!.map((sequence) => ({ ...sequence, from, to })));
  const rows: number[] = [];
  const targets: number[] = [];
  let offset = 0;
  for (const { ids, start, from, to } of sequences) {
    for (let at = start + from; at < start + to; at++) {
      rows.push(offset + at - 1);
      targets.push(ids[at]!);
    }
    offset += ids.length;
  }
  const adapted = Float32Array.from(sequences.flatMap(({ ids, adapted }) => ids.map(() => +adapted)));
  const responding = Float32Array.from(sequences.flatMap(({ ids, start }) => ids.map((_, at) => +(at >= start - 1))));
  const { base, other } = pairedRows(run);
  return {
    ...flatFeeds(
      config,
      sequences.map(({ ids }) => ids),
    ),
    adapted: f32(adapted, [offset, 1]),
    responding: f32(responding, [offset, 1]),
    rows: i64(rows, [rows.length]),
    targets: i64(targets, [targets.length]),
    baseRows: i64(base, [base.length]),
    otherRows: i64(other, [other.length]),
  };
}

/** Where in `rows` the same token of both sequences of a piece stands. */
function pairedRows(run: readonly Piece[]): { base: number[]; other: number[] } {
  const base: number[] = [];
  const other: number[] = [];
  for (const { from, to } of run) {
    const start = 2 * base.length;
    for (let i = 0; i < to - from; i++) {
      base.push(start + i);
      other.push(start + to - from + i);
    }
  }
  return { base, other };
}
