import { usage } from "../../../base/errors.ts";
import type { Engine } from "../../../graph/engine/engine.ts";
import { engineRespondent } from "../../../measure/engine-respondent.ts";
import type { MeasureOptions } from "../../../measure/instrument.ts";
import { keepUnder } from "../../../measure/keep.ts";
import { fluencyOf } from "../../../measure/trait-score/fluency.ts";
import { type SeveralScorer, severalByEach, severalByReader } from "../../../measure/trait-score/several.ts";
import type { TraitScorer } from "../../../measure/trait-score/types.ts";
import type { ContrastTrait } from "../../../trait/contrast/types.ts";
import { rowsIn } from "../../../trait/corpus/tuning.ts";
import type { Values } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openReader } from "../../measure/classifier-reader.ts";
import type { OpenedModel } from "../../open-model.ts";
import type { Servers } from "../../servers.ts";
import { openScorer } from "../../vector/scorer.ts";
import type { steerOptions } from "./options.ts";

/** Who scores all traits of the study, opened before anything is computed. */
export interface OpenedSeveral {
  reason: string;
  inputs: Record<string, string>;
  settings: Record<string, unknown>;
  make(engine: Engine, work: MeasureOptions): Promise<SeveralScorer>;
}

type Given = Values<typeof steerOptions> & { model: string; threads: number | undefined };

/** Opens who scores: the trait classifier where all traits are poles and no judge is named, else a judge. Throws "usage" as `openScorer` does. */
export function openSeveral(
  given: Given,
  traits: readonly ContrastTrait[],
  model: OpenedModel,
  servers: Servers,
  context: Context,
): Promise<OpenedSeveral> {
  const poles = traits.flatMap(({ pole }) => pole ?? []);
  const { judge } = given;
  if (judge?.by === "none")
    throw usage("--judge none leaves nobody to say what the vectors do: name a model, or classifier.");
  return poles.length === traits.length && (judge === undefined || judge.by === "classifier")
    ? byClassifier(given, traits, model, context)
    : byJudge(given, traits, model, servers, context);
}

/** Given answers of each pole that fluency is measured against, where the model brings such along. */
const rowsOfEach = 8;

async function byClassifier(
  { coherence = "fluency", threads, maxNewTokens }: Given,
  traits: readonly ContrastTrait[],
  model: OpenedModel,
  context: Context,
): Promise<OpenedSeveral> {
  if (coherence === "judge")
    throw usage("--coherence judge needs a model as --judge: give fluency or none, or name one.");
  const { reader } = await openReader({ by: "taps", folder: undefined }, model, threads, context);
  const poles = traits.map(({ pole }) => pole!);
  const { source, spec, tokenizer, companion, answers } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal: context.signal });
  const given = poles.flatMap((pole) =>
    rowsIn(answers, pole)
      .slice(0, rowsOfEach)
      .map(({ question, answer }) => ({ question, answer })),
  );
  return {
    reason: "All traits are poles of the Big Five, which the trait classifier knows",
    inputs: { classifier: reader.sha256 },
    settings: { judge: "classifier", coherence },
    async make(engine, work) {
      const local = { engine, spec, tokenizer };
      const respondent = { ...engineRespondent(source.name, local), local };
      const fluency =
        coherence === "fluency"
          ? await fluencyOf(
              {
                ...{ respondent, sha256, maxNewTokens },
                questions: traits[0]!.questions.extract,
                temperature: 1,
                ...(companion && { given }),
              },
              { ...work, keep: keepUnder(work.keep, "fluency") },
            )
          : undefined;
      return severalByReader(poles, { reader, engine, coherence: fluency });
    },
  };
}

async function byJudge(
  given: Given,
  traits: readonly ContrastTrait[],
  model: OpenedModel,
  servers: Servers,
  context: Context,
): Promise<OpenedSeveral> {
  const opened = await openScorer(given, { model, pole: undefined }, servers, context);
  const alone = await openScorer({ ...given, coherence: "none" }, { model, pole: undefined }, servers, context);
  return {
    reason: opened.reason,
    inputs: opened.inputs,
    settings: opened.settings,
    async make(engine, work) {
      const all = async (by: typeof opened, part: string): Promise<TraitScorer[]> => {
        const made: TraitScorer[] = [];
        for (const trait of traits) {
          const keep = keepUnder(work.keep, `${part}/${trait.id}`);
          const own = { ...work, engine: async () => engine, keep, maxNewTokens: given.maxNewTokens };
          made.push((await by.make(trait, own))!);
        }
        return made;
      };
      return severalByEach(await all(opened, "whole"), await all(alone, "alone"));
    },
  };
}
