import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { clamp } from "../../graph/ops/clamp.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { split } from "../../graph/ops/split.ts";
import { sub } from "../../graph/ops/sub.ts";
import type { Dim, Value } from "../../graph/value.ts";
import { adapterAdjust } from "../adapter/adjust.ts";
import type { LoraAdapter } from "../adapter/types.ts";
import type { ModelConfig } from "../config.ts";
import type { DecoderOptions, Place } from "../decoder/builder.ts";
import type { CachedLayout } from "../decoder/layout.ts";
import type { Parting } from "./partings.ts";
import { tapWidth } from "./plan.ts";
import { type EditPlan, placeName } from "./types.ts";

/** Where a place's components stand in a table of strengths. */
export const placesOf = ({ pairs }: Pick<LoraAdapter, "pairs">): string[] => [...pairs.keys()];

/**
 * Edits as inputs of a graph over the cached layout, so that every sequence of a batch may be edited in its own way. Tables, a row a
 * variant: `edit.TAP.keep`, `.shift`, `.take` and, for each hold k, `.direction.k` f32 [edits, width], `.low.k`, `.high.k` f32 [edits, 1];
 * `strength.A` f32 [variants, places * rank] (or [variants, 1]) of adapter A. Which row a token is given: `edit` and `variant` i64 [batch, pos];
 * `twin` i64 [tokens], the token (row of the hidden states) whose value `take` takes. At parting k the sequences become others (`regroup.k`),
 * whose `edit.k` is theirs.
 */
export function editedRun(
  graph: Graph,
  config: ModelConfig,
  plan: EditPlan,
  adapters: readonly LoraAdapter[],
  { layout, partings }: { layout: Pick<CachedLayout, "regroup">; partings: readonly Parting[] },
): Required<Pick<DecoderOptions, "adjust" | "tap">> {
  const kinds = Object.values(plan.taps).flat();
  const edits = (name: string, batch: string) => graph.input(name, "i64", [batch, "pos"]);
  let edit = kinds.length > 0 && partings.length === 0 ? reshape(edits("edit", "batch"), ["tokens"]) : undefined;
  const twin = kinds.includes("take") ? graph.input("twin", "i64", ["tokens"]) : undefined;
  const row = (name: string, width: number) => gatherRows(graph.input(name, "f32", ["edits", width]), edit!);
  const gated = adapters.length > 0 ? gatedAdapters(graph, plan, adapters) : undefined;
  return {
    adjust: gated ? gated.adjust : (_place, _x, y) => y,
    tap(name, before) {
      let value = before;
      const parting = partings.findIndex(({ at }) => at === name);
      if (parting >= 0) {
        const { x, rows } = layout.regroup(value, String(parting));
        value = x;
        edit = reshape(edits(`edit.${parting}`, rows.shape[0] as string), [x.shape[0]!]);
        gated?.regroup(rows, x.shape[0]!);
      }
      const own = plan.taps[name];
      if (!own || own.length === 0) return value;
      const width = tapWidth(name, config);
      const table = (part: string, columns = width) => row(`edit.${name}.${part}`, columns);
      let edited = value;
      // What is kept of a unit: all of it where nothing is done, so that the product is the value to the bit.
      if (own.some((kind) => kind !== "add" && kind !== "hold")) edited = mul(edited, table("keep"));
      if (own.includes("take")) edited = add(edited, mul(gatherRows(value, twin!), table("take")));
      if (own.includes("set") || own.includes("add")) edited = add(edited, table("shift"));
      if (own.includes("hold"))
        for (let k = 0; k < plan.holds; k++) {
          const direction = table(`direction.${k}`);
          const projection = reduceSum(mul(edited, direction), [1]);
          const held = clamp(projection, table(`low.${k}`, 1), table(`high.${k}`, 1));
          edited = add(edited, mul(sub(held, projection), direction));
        }
      return edited;
    },
  };
}

/** Every adapter's part, times the strength that the token's variant gives its place. */
function gatedAdapters(graph: Graph, { byPlace }: EditPlan, adapters: readonly LoraAdapter[]) {
  const tables = adapters.map((adapter, i) => {
    const names = placesOf(adapter);
    return {
      adapter,
      names,
      table: graph.input(`strength.${i}`, "f32", ["variants", byPlace ? names.length * adapter.rank : 1]),
    };
  });
  let variant = graph.input("variant", "i64", ["batch", "pos"]);
  const adjustsOf = (tokens: Dim) => {
    const ofToken = reshape(variant, [tokens]);
    return tables.map(({ adapter, names, table }) => {
      const strengths = gatherRows(table, ofToken);
      const parts = byPlace
        ? split(
            strengths,
            1,
            names.map(() => adapter.rank),
          )
        : names.map(() => strengths);
      const gates = new Map(names.map((name, k) => [name, parts[k]!]));
      return (place: Place, x: Value, y: Value): Value => {
        const gate = gates.get(placeName(place.layer, place.projection));
        return gate ? adapterAdjust(adapter, gate)(place, x, y) : y;
      };
    });
  };
  let adjusts = adjustsOf("tokens");
  return {
    adjust: (place: Place, x: Value, y: Value): Value => adjusts.reduce((sum, adjust) => adjust(place, x, sum), y),
    regroup(rows: Value, tokens: Dim): void {
      variant = gatherRows(variant, rows);
      adjusts = adjustsOf(tokens);
    },
  };
}
