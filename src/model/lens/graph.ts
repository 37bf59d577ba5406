import { Graph } from "../../graph/graph.ts";
import { columnsLogSum, columnsRank } from "../../graph/ops/column-sets.ts";
import { concat } from "../../graph/ops/concat.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { hold } from "../../graph/ops/hold.ts";
import { logSoftmax } from "../../graph/ops/log-softmax.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { Value } from "../../graph/value.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder, type DecoderOptions } from "../decoder/builder.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import type { Weights } from "../weights/types.ts";

export interface LensGraphOptions {
  /** Taps of the residual stream, as `lensStreams` gives them. */
  streams: readonly string[];
  /** One entry a set of tokens; `ranked` ones get their rank as well. */
  sets: readonly { ranked: boolean }[];
  accuracy: Accuracy;
  /** An adapter's part in each projection. */
  adjust?: DecoderOptions["adjust"];
  /** What a persona's vectors do. */
  steer?: DecoderOptions["steer"];
}

/**
 * The logit lens (nostalgebraist 2020): at each stream, log softmax of head(norm(stream)) with the model's own final norm and head, on chosen
 * rows only, a layer at a time, and of it no more than sums and ranks over sets of tokens. The final norm is applied here to every stream,
 * the last block's too: that one is the model's own output, and not the last hidden state of Hugging Face, which is behind the norm already.
 *
 * The flat layout's inputs; `rows` i64 [rows]; `set.I` i64 [size], the tokens of set I. Outputs: `logProbs` f32 [rows, streams * sets], the
 * sets of the first stream first; where there are ranked sets, `ranks` f32 [rows, streams * ranked sets], 1 for the most probable token.
 */
export function lensGraph(
  config: ModelConfig,
  weights: Weights,
  { streams, sets, ...options }: LensGraphOptions,
): Graph {
  const graph = new Graph();
  const rows = graph.input("rows", "i64", ["rows"]);
  const ids = sets.map((_, i) => graph.input(`set.${i}`, "i64", [`set.${i}`]));
  const found: { logProbs: Value; ranks: Value[] }[] = [];
  const builder: DecoderBuilder = new DecoderBuilder(graph, config, weights, {
    layout: flatLayout(graph, config),
    ...options,
    tap(name, value) {
      if (!streams.includes(name)) return value;
      const own = weighed(builder.head(builder.norm("model.norm", gatherRows(value, rows))));
      found.push(own);
      // No two layers' logits are held at once.
      return [own.logProbs, ...own.ranks].reduce(hold, value);
    },
  });
  const weighed = (logits: Value) => {
    const logProbs = logSoftmax(logits);
    const ranked = ids.filter((_, i) => sets[i]!.ranked);
    return {
      logProbs: concat(
        ids.map((set) => columnsLogSum(logProbs, set)),
        1,
      ),
      ranks: ranked.map((set) => columnsRank(logits, set)),
    };
  };
  architectureOf(config.architecture)(builder);
  graph.output(
    "logProbs",
    concat(
      found.map(({ logProbs }) => logProbs),
      1,
    ),
  );
  const ranks = found.flatMap((each) => each.ranks);
  if (ranks.length > 0) graph.output("ranks", concat(ranks, 1));
  return graph;
}
