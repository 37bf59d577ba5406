import { badInput, type TraitlabError } from "../../base/errors.ts";
import { encodeModel } from "../../graph/encode.ts";
import type { Graph } from "../../graph/graph.ts";
import { Session, type SessionOptions } from "../../graph/session.ts";
import { adapterAdjust } from "../adapter/adjust.ts";
import { readAdapter } from "../adapter/peft.ts";
import type { DecoderOptions } from "../decoder/builder.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { inComponents } from "../edit/components.ts";
import { Editing } from "../edit/editing.ts";
import { partingsOf } from "../edit/partings.ts";
import { checkVariants, planOf } from "../edit/plan.ts";
import { editTables } from "../edit/tables.ts";
import { generatorGraph } from "../generate/graph.ts";
import { openPrefix, type PrefixAt } from "../prefix/spec.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";
import { steeringKey, steerOf } from "../steering/tap.ts";
import { isGated } from "../steering/types.ts";
import { type LoadedModel, loadModel, type ModelSpec, type Needs } from "./load.ts";

export interface SessionSettings extends Pick<SessionOptions, "planMemory"> {
  /**
   * Have f32 weights repacked as well: a private copy, with which a row's bits depend on neither rows nor threads. Default true; without it
   * they stay mapped and shared.
   */
  prepackFloats?: boolean;
  /** Whether the runs say which tokens are the response's, as steering at these alone asks for. Default false. */
  knowsResponse?: boolean;
  /** Whether the runs put the spec's prefix before their texts. Default false: a spec with one is then refused. */
  takesPrefix?: boolean;
}

/**
 * The session that runs a spec's weights in the graph of one use ("generator", ...). An engine keeps one: another use,
 * adapter or accuracy takes its place, so that weights are never prepared twice.
 *
 * @param use names the graph, the settings and whatever else decides what it is
 */
export async function modelSession(
  spec: ModelSpec,
  needs: Needs,
  use: string,
  graphOf: (model: LoadedModel, own: Pick<DecoderOptions, "adjust" | "steer">) => Graph,
  { planMemory, prepackFloats = true, knowsResponse = false, takesPrefix = false }: SessionSettings = {},
): Promise<{ model: LoadedModel; session: Session }> {
  if (spec.edits && !use.startsWith("edited ")) throw new Error(`the session "${use}" runs no edits`);
  if (spec.prefix && !takesPrefix) throw noPrefixHere();
  const model = await loadModel(spec, needs);
  const { precision, doubleQuant = false, accuracy, adapter = "", steering } = spec;
  if (isGated(steering) && !knowsResponse)
    throw badInput(
      "The persona is steered at some tokens only (its prompt or its response), and this looks at texts that do not tell which is which: steer it at all positions.",
    );
  const steered = steering ? steeringKey(steering) : "";
  const key = `session ${use} ${precision} ${doubleQuant} ${accuracy} ${adapter} ${steered} ${spec.path}`;
  for (const other of needs.resources.keys())
    if (other.startsWith("session ") && other !== key) await needs.resources.delete(other);
  const session = await needs.resources.get(key, async () => {
    const adjust = spec.adapter ? adapterAdjust(await readAdapter(spec.adapter, model.source.config)) : undefined;
    const steer = steering && steerOf(steering);
    const encoded = encodeModel(graphOf(model, { adjust, steer }));
    return Session.create(encoded, { threads: needs.threads, prepack: prepackFloats || hasBlocks(model), planMemory });
  });
  return { model, session };
}

/**
 * {@link modelSession} of a graph that puts the spec's prefix, where it has one, before every text, and what then stands there. Throws "bad-input"
 * for a prefix that the model cannot run.
 */
export async function prefixedSession(
  spec: ModelSpec,
  needs: Needs,
  use: string,
  graphOf: (model: LoadedModel, own: Pick<DecoderOptions, "adjust" | "steer"> & { prefixed: boolean }) => Graph,
  settings: SessionSettings,
): Promise<{ model: LoadedModel; session: Session; prefix: PrefixKeyValues | undefined }> {
  const { config } = (await loadModel(spec, needs)).source;
  const prefix = spec.prefix && (await openPrefix(spec.prefix, config, needs));
  const prefixed = prefix !== undefined;
  const made = await modelSession(
    spec,
    needs,
    `${use}${prefixed ? " behind a prefix" : ""}`,
    (model, own) => graphOf(model, { ...own, prefixed }),
    { ...settings, takesPrefix: true },
  );
  return { ...made, prefix: prefix?.() };
}

/** What a use of a model says that cannot put a prefix before its texts. */
export const noPrefixHere = (): TraitlabError =>
  badInput(
    "The persona is a PsychAdapter, whose keys and values stand before a text, and this looks into the model without them: " +
      "it answers, weighs options, scores answers and can be projected; measure that, or take a persona of another kind.",
  );

/** The session that generates and scores for a spec without edits. */
export const generatorSession = (spec: ModelSpec, needs: Needs, settings: SessionSettings = {}) =>
  modelSession(
    spec,
    needs,
    "generator",
    ({ source, weights }, own) => generatorGraph(source.config, weights, { accuracy: spec.accuracy, ...own }),
    settings,
  );

/**
 * The session that generates and scores for a spec, and where the spec has edits or is steered at some tokens only, what runs need for it;
 * and where it has a prefix, what is to stand before each text. Throws "bad-input" for an edit or a prefix that the model cannot run.
 */
export async function editedSession(
  spec: ModelSpec,
  needs: Needs,
): Promise<{ model: LoadedModel; session: Session; editing: Editing | undefined; prefix: PrefixAt | undefined }> {
  const { edits } = spec;
  const settings = { knowsResponse: true, takesPrefix: true };
  const { config } = (await loadModel(spec, needs)).source;
  const prefix = spec.prefix && (await openPrefix(spec.prefix, config, needs));
  if (!edits) {
    const made = await generatorSession(spec, needs, settings);
    return { ...made, editing: isGated(spec.steering) ? new Editing([], {}) : undefined, prefix };
  }
  checkVariants(edits.variants, config);
  const plan = edits.plan ?? planOf(edits.variants, edits.adapters);
  const { components = false } = edits;
  const adapters = await Promise.all(
    plan.adapters.map((path) =>
      needs.resources.get(`adapter ${components} ${path}`, async () => {
        const adapter = await readAdapter(path, config);
        return components ? inComponents(adapter) : adapter;
      }),
    ),
  );
  // Steering at some tokens only asks for every sequence's own rows.
  const partings = isGated(spec.steering) ? [] : partingsOf(plan, config.layers);
  const { model, session } = await modelSession(
    spec,
    needs,
    `edited ${components} ${JSON.stringify(plan)}`,
    ({ source, weights }, own) =>
      generatorGraph(source.config, weights, { accuracy: spec.accuracy, ...own, edits: { plan, adapters, partings } }),
    settings,
  );
  const tables = editTables(edits.variants, plan, config, adapters);
  return { model, session, editing: new Editing(edits.variants, tables, partings), prefix };
}

/** 4- and 8-bit kernels need their weights repacked. */
function hasBlocks({ source: { config }, weights }: LoadedModel): boolean {
  const shape = projectionShape(config, "q_proj");
  return weights.matrix("model.layers.0.self_attn.q_proj.weight", shape).kind !== "float";
}
