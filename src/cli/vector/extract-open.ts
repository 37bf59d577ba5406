import { badInput, usage } from "../../base/errors.ts";
import type { VectorFindings } from "../../measure/vectors/findings.ts";
import { recipes } from "../../measure/vectors/recipes.ts";
import type { Values } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import type { Servers } from "../servers.ts";
import type { extractOptions } from "./extract-options.ts";
import { type OpenedVector, openVector } from "./open.ts";
import { type OpenedScorer, openScorer } from "./scorer.ts";
import { type OpenedTrait, openTrait } from "./trait.ts";

export type ExtractGiven = Values<typeof extractOptions>;

/** Everything that an extraction needs, opened before anything is computed. */
export interface OpenedExtraction {
  model: OpenedModel;
  about: { name: string; sha256: string };
  trait: OpenedTrait;
  source: VectorFindings["source"];
  scorer: OpenedScorer;
  /** What the vector is to be orthogonal to. */
  others: OpenedVector[];
  /** Whatever decides a number. */
  settings: Record<string, unknown>;
}

/** Opens model, trait, scorer and other vectors. Throws "usage" and "bad-input" for what cannot be had or does not go together. */
export async function openExtraction(
  given: ExtractGiven,
  servers: Servers,
  context: Context,
): Promise<OpenedExtraction> {
  const model = await openForCommand(given, context);
  model.template();
  refuseBeyond(given.layers, model.source.config.layers);
  const { source: files, spec } = model;
  const about = { name: files.name, sha256: await files.sha256({ cacheDir: spec.cacheDir, signal: context.signal }) };
  const trait = await openTrait(given, servers, context);
  const source = sourceOf(given, model, trait);
  const others = await othersOf(given, model, context);
  const wanted = { model, pole: trait.known?.pole, usual: usualScorer(source) };
  const scorer = await openScorer(given, wanted, servers, context);
  const opened = { model, about, trait, source, scorer, others };
  return { ...opened, settings: settingsOf(given, opened) };
}

function refuseBeyond(asked: readonly number[] | undefined, layers: number): void {
  const beyond = asked?.find((layer) => layer >= layers);
  if (beyond !== undefined)
    throw badInput(`--layers names layer ${beyond}, and the model's layers are 0 to ${layers - 1}.`);
}

/** Where the contrast comes from. Throws "usage" where given answers are asked for and there are none of the trait. */
function sourceOf(
  { from, against }: ExtractGiven,
  { companion }: OpenedModel,
  { known, id }: OpenedTrait,
): VectorFindings["source"] {
  const usual = companion !== undefined && known?.pole !== undefined;
  const chosen = from ?? (usual ? "answers" : "instructions");
  const reason =
    from !== undefined
      ? "asked for"
      : usual
        ? "the model brings along answers of its own, and follows no instructions"
        : "the model is asked for the trait and for its absence";
  if (chosen === "instructions") return { from: chosen, reason };
  if (known?.pole === undefined)
    throw usage(
      `Given answers are of the poles of the Big Five, and "${id}" is none: contrast by --from instructions.`,
    );
  return { from: chosen, against, reason };
}

const usualScorer = ({ from }: VectorFindings["source"]) =>
  from === "answers"
    ? {
        who: { by: "none" } as const,
        reason: "the answers were written for the pole, so they need no score",
      }
    : undefined;

async function othersOf(
  { orthogonalTo = [], force }: ExtractGiven,
  model: OpenedModel,
  context: Context,
): Promise<OpenedVector[]> {
  const others: OpenedVector[] = [];
  for (const file of orthogonalTo) others.push(await openVector(file, model, { force }, context));
  return others;
}

function settingsOf(
  given: ExtractGiven,
  { source, scorer, trait }: Omit<OpenedExtraction, "settings">,
): Record<string, unknown> {
  const { recipe, pooling, layers, orthogonalTo, questions, pairs, rollouts, temperature, maxNewTokens } = given;
  const { keepTrait, keepCoherence, minPairs, writer, accuracy } = given;
  return {
    trait: given.trait,
    ...(trait.known ? {} : { writer }),
    recipe,
    pooling: pooling ?? recipes[recipe].pooling,
    layers,
    orthogonalTo,
    from: source.from,
    ...(source.from === "answers" ? { against: source.against } : { pairs, rollouts, temperature, maxNewTokens }),
    questions,
    ...scorer.settings,
    keepTrait,
    keepCoherence,
    minPairs,
    accuracy,
  };
}
