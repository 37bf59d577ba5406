import { encodeModel } from "../../../graph/encode.ts";
import { Session } from "../../../graph/session.ts";
import type { LoraAdapter } from "../../adapter/types.ts";
import type { ModelConfig } from "../../config.ts";
import { Generator } from "../../generate/generator.ts";
import { generatorGraph } from "../../generate/graph.ts";
import { Scorer } from "../../score/scorer.ts";
import type { Weights } from "../../weights/types.ts";
import { Editing } from "../editing.ts";
import { partingsOf } from "../partings.ts";
import { planOf } from "../plan.ts";
import { editTables } from "../tables.ts";
import type { EditPlan, Variant } from "../types.ts";

/** A model that runs as variants; the caller disposes the session. */
export async function editedModel(
  { config, weights }: { config: ModelConfig; weights: Weights },
  variants: readonly Variant[],
  adapters: readonly LoraAdapter[] = [],
  plan: EditPlan = planOf(
    variants,
    adapters.map((_, i) => String(i)),
  ),
  partings = partingsOf(plan, config.layers),
) {
  const graph = generatorGraph(config, weights, { accuracy: "f32", edits: { plan, adapters, partings } });
  const session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  const editing = new Editing(variants, editTables(variants, plan, config, adapters), partings);
  return {
    session,
    generator: new Generator(config, session, "f32", editing),
    scorer: new Scorer(config, session, "f32", editing),
  };
}
