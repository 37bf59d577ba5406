import { badInput } from "../../base/errors.ts";
import { f32, type HostTensor, i64, type Session } from "../../graph/session.ts";
import { checkFits, flatRun } from "../../model/capture/flat-run.ts";
import { captureGroups } from "../../model/capture/groups.ts";
import type { ModelConfig } from "../../model/config.ts";
import { directionTap } from "../../model/directions/about.ts";
import type { PrefixKeyValues } from "../../model/prefix/types.ts";
import type { ProjectionAxis } from "./axes.ts";
import { directionsInput } from "./projection-graph.ts";

/** Tokens of a text, of which those from `start` on are projected. */
export interface TokensToProject {
  /** The caller's name for it; in messages, and it comes back with the result. */
  id: string;
  ids: readonly number[];
  start: number;
  /** How many of its tokens are prompt, for a model that is steered at some tokens only. */
  prompt: number;
}

/** A text's projections onto the axes, one row a token from its `start` on: [tokens][axes]. */
export interface ProjectedTokens {
  id: string;
  rows: number[][];
}

/** Most tokens of one run; a longer text is a run of its own. */
const runTokens = 1024;

type Axis = Pick<ProjectionAxis, "layer" | "unit">;

/** Where an axis's projections stand in what a run gives back. */
interface Column {
  tap: string;
  index: number;
}

/** Projects texts of unlike lengths onto directions, token by token. A token's projections are the same bits in any company. */
export class Projector {
  private readonly config: ModelConfig;
  private readonly session: Session;
  private readonly directions: Record<string, HostTensor>;
  private readonly columns: readonly Column[];
  private readonly prefix: PrefixKeyValues | undefined;

  /**
   * @param session of `projectionGraph` with the axes' layers, prepacked
   * @param prefix what stands before every text, where the graph is prefixed
   */
  constructor(config: ModelConfig, session: Session, axes: readonly Axis[], prefix?: PrefixKeyValues) {
    this.config = config;
    this.session = session;
    this.prefix = prefix;
    const byLayer = new Map<number, Axis[]>();
    for (const axis of axes) byLayer.set(axis.layer, [...(byLayer.get(axis.layer) ?? []), axis]);
    this.columns = axes.map((axis) => ({
      tap: directionTap(axis.layer),
      index: byLayer.get(axis.layer)!.indexOf(axis),
    }));
    this.directions = Object.fromEntries(
      [...byLayer].map(([layer, own]) => [directionsInput(layer), matrixOf(own, config.dModel)]),
    );
  }

  /** Projects every text; results come run by run, texts of like lengths together. Throws "bad-input" for a text that is empty or does not fit. */
  async *project(texts: readonly TokensToProject[], pause?: () => Promise<void>): AsyncGenerator<ProjectedTokens> {
    for (const text of texts) this.check(text);
    for (const group of captureGroups(texts, this.config.rope, runTokens)) {
      await pause?.();
      yield* await this.run(group);
    }
  }

  private async run(texts: readonly TokensToProject[]): Promise<ProjectedTokens[]> {
    const tokens: number[] = [];
    let offset = 0;
    for (const { ids, start } of texts) {
      for (let token = start; token < ids.length; token++) tokens.push(offset + token);
      offset += ids.length;
    }
    // One row alone would take another kernel, and other bits, than a row among others.
    const asked = tokens.length === 1 ? [...tokens, ...tokens] : tokens;
    const outputs = await this.session.run({
      ...flatRun(this.config, texts, this.prefix),
      ...this.directions,
      tokens: i64(asked, [asked.length]),
    });
    let row = 0;
    return texts.map(({ id, ids, start }) => ({
      id,
      rows: Array.from({ length: ids.length - start }, () => this.rowOf(outputs, row++)),
    }));
  }

  private rowOf(outputs: Record<string, HostTensor>, row: number): number[] {
    return this.columns.map(({ tap, index }) => {
      const { data, shape } = outputs[tap]!;
      return (data as Float32Array)[row * shape[1]! + index]!;
    });
  }

  private check({ id, ids, start }: TokensToProject): void {
    if (!(start >= 0 && start < ids.length))
      throw badInput(`text "${id}" has no token to project: it has ${ids.length} tokens.`);
    checkFits({ id, ids }, this.config, this.prefix);
  }
}

/** Directions as columns, at least two: a single one would take another kernel, whose sums depend on the rows beside it. */
function matrixOf(axes: readonly Axis[], dModel: number): HostTensor {
  const columns = Math.max(2, axes.length);
  const data = new Float32Array(dModel * columns);
  for (const [column, { unit }] of axes.entries())
    for (let i = 0; i < dModel; i++) data[i * columns + column] = unit[i]!;
  return f32(data, [dModel, columns]);
}
