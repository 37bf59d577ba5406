import { usage } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { readSpaceFindings, type SpaceFindings } from "../../measure/trait-space/findings.ts";
import { traitSpace } from "../../measure/trait-space/space.ts";
import type { PairOfTexts, SpaceVector } from "../../measure/trait-space/types.ts";
import { madeOfThese } from "../../measure/trait-space/verify.ts";
import { counterparts } from "../../measure/vectors/written.ts";
import { spaceLead, spaceSections } from "../../report/vector/space.ts";
import { flag, type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer, oneOf } from "../kinds.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { type NamedVector, openAxes } from "./axes.ts";
import { forceOption, vectorOptions } from "./options.ts";
import { poolStoreIn } from "./pool-store.ts";
import { distinctTexts, poolTextsOf } from "./pooled-texts.ts";
import { answersOf } from "./reread.ts";
import { spaceText } from "./space-text.ts";
import { commonLayers, extractPoles, leadingLayer, vectorsIn } from "./space-vectors.ts";
import { runVectors, type VectorReport } from "./work.ts";

export const spaceOptions = {
  ...vectorOptions,
  layer: parameter("--layer <n>", "that leads (default: where most of them work best)", integer({ min: 0 })),
  all: flag("--all", "extract the ten poles of the Big Five into the folder first"),
  against: parameter(
    "--against <which>",
    "with --all, of given answers: neutral, others, opposite",
    oneOf(counterparts),
    "neutral" as const,
  ),
  draws: parameter("--draws <n>", "of the questions, for intervals", integer({ min: 100, max: 10_000 }), 1000),
  permutations: parameter("--permutations <n>", "of answers, for controls", integer({ min: 50, max: 10_000 }), 200),
  force: forceOption,
};

export const spaceReport: VectorReport = {
  title: "How traits lie to each other",
  usual: Object.fromEntries(Object.entries(spaceOptions).map(([name, { fallback }]) => [name, fallback])),
  lead: (findings, where) => spaceLead(readSpaceFindings(findings, where)),
  sections: (findings, where) => spaceSections(readSpaceFindings(findings, where)),
};

type Given = Values<typeof spaceOptions> & { vectors: readonly string[] | undefined };

const usualFolder = "vectors/poles";

/** Holds vectors against each other: cosines, components, and what of that comes from sharing texts. */
export async function spaceOf(given: Given, context: Context): Promise<Output> {
  const {
    all,
    against,
    layers: asked,
    layer,
    accuracy,
    force,
    draws,
    permutations,
    batch,
    threads,
    out,
    fresh,
  } = given;
  if (all && given.vectors !== undefined && given.vectors.length > 1)
    throw usage("--all extracts into one folder: name one, or none.");
  if (!all && given.vectors === undefined)
    throw usage("Name vectors or a folder of them, or extract the poles by --all.");
  const model = await openForCommand(given, context);
  const paths = all ? await extractPoles(given.vectors?.[0] ?? usualFolder, given, context) : vectorsIn(given.vectors!);
  if (paths.length < 2) throw usage(`One vector (${paths[0]}) has no space: name at least two.`);
  const { vectors, inputs } = await openAxes(paths, model, { layers: undefined, force, usual: "main" }, context);
  const layers = commonLayers(vectors, asked);
  const main = leadingLayer(vectors, layers, layer);
  return runVectors<SpaceFindings>(
    {
      command: "vector space",
      vectors: given.vectors ?? [],
      model,
      title: `${model.source.name}, ${vectors.length} vectors`,
      about: {},
      settings: { layers: asked, layer, all, ...(all && { against }), accuracy, draws, permutations, force },
      inputs,
      ...{ batch, threads, out, fresh },
      work: (engine, options, folder) =>
        spaceFindings({ model, vectors, layers, main, draws, permutations, folder }, engine, options, context),
      describe: spaceText,
      report: spaceReport,
    },
    context,
  );
}

interface Work {
  model: OpenedModel;
  vectors: readonly NamedVector[];
  layers: readonly number[];
  main: SpaceFindings["main"];
  draws: number;
  permutations: number;
  folder: string | undefined;
}

async function spaceFindings(
  { model, vectors, layers, main, draws, permutations, folder }: Work,
  engine: Engine,
  { signal, onProgress, seed }: MeasureOptions,
  { host }: Pick<Context, "host">,
): Promise<SpaceFindings> {
  const made: Awaited<ReturnType<typeof answersOf>>[] = [];
  for (const { path } of vectors) made.push(await answersOf(path, model, host.processes));
  const { texts, pairs } = distinctTexts(made.map((own) => ("undefined" in own ? undefined : own)));
  const { layers: depth, dModel } = model.source.config;
  const local = { engine, spec: model.spec, tokenizer: model.tokenizer };
  const pooled = await poolTextsOf(local, texts, {
    size: { layers: depth, dModel },
    ...(folder !== undefined && { store: poolStoreIn(folder) }),
    ...{ signal, onProgress },
  });
  const space = vectors.map(({ name, directions: { about, vectors: own } }, i): SpaceVector => {
    const madeOf = made[i]!;
    const known: SpaceVector["pairs"] = "undefined" in madeOf ? madeOf : (pairs[i] as PairOfTexts[]);
    const vector = { name, meaning: about.meaning, pole: about.trait?.pole ?? null, layers: own, pairs: known };
    return madeOfThese(vector, { pooled, layers, dModel });
  });
  return traitSpace(
    { vectors: space, layers, main, dModel, pooled, draws, permutations },
    { seed, signal, onProgress },
  );
}
