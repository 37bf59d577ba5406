import { usage } from "../../base/errors.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { SweepFindings } from "../../measure/steering-sweep/findings.ts";
import { readSweepFindings } from "../../measure/steering-sweep/findings.ts";
import { spreadLayers } from "../../measure/steering-sweep/grid.ts";
import { type SweptVector, sweepVectors } from "../../measure/steering-sweep/sweep.ts";
import { contentSha256 } from "../../model/directions/content-hash.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { sweepLead, sweepSections } from "../../report/vector/sweep.ts";
import { contrastTrait, findContrastTrait } from "../../trait/contrast/load.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import { type Output, untyped, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { samplingFrom } from "../measure/options.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { type Servers, serversOf } from "../servers.ts";
import { type NamedVector, openAxes } from "./axes.ts";
import { type AskedQuestions, questionsFor } from "./questions.ts";
import { type OpenedScorer, openScorer } from "./scorer.ts";
import { sweepOptions } from "./sweep-options.ts";
import { noteSuggestions } from "./sweep-save.ts";
import { sweepText } from "./sweep-text.ts";
import { runVectors, type VectorReport } from "./work.ts";

type Given = Values<typeof sweepOptions> & { vectors: readonly string[] };

export const sweepReport: VectorReport = {
  title: "Where a vector works best",
  usual: untyped(sweepOptions),
  lead: (findings, where) => sweepLead(readSweepFindings(findings, where)),
  sections: (findings, where) => sweepSections(readSweepFindings(findings, where)),
};

/** Layers of a sweep where none are named. */
const usualLayers = 8;

/** A vector with everything that its sweep needs, opened before anything is computed. */
interface Planned {
  vector: NamedVector;
  trait: ContrastTrait;
  scorer: OpenedScorer;
  asked: AskedQuestions;
  layers: readonly number[];
}

/** Sweeps vectors over layers and strengths, says where they work best, and notes it in their files. */
export async function sweepVectorsOf(given: Given, context: Context): Promise<Output> {
  const { strengths, both, positions, floor, random, batch, threads, out, fresh, accuracy, maxNewTokens } = given;
  if (given.trait !== undefined && given.vectors.length > 1)
    throw usage("--trait names the trait of one vector, and several are given: sweep them one at a time.");
  const servers = serversOf(given, context);
  const model = await openForCommand(given, context);
  model.template();
  const plans = await planned(given, model, servers, context);
  const { ask, questions, held, register, temperature, topP } = given;
  const output = await runVectors<SweepFindings>(
    {
      command: "vector sweep",
      vectors: given.vectors,
      model,
      title: `${plans.map(({ vector }) => vector.name).join(", ")} in ${model.source.name}`,
      about: { questions: [...new Set(plans.map(({ asked }) => asked.why))].join("; ") },
      settings: {
        trait: given.trait,
        layers: given.layers,
        strengths,
        both,
        positions,
        floor,
        random,
        ...{ ask, questions, held, register, temperature, topP, maxNewTokens, accuracy },
        ...plans[0]!.scorer.settings,
      },
      inputs: {
        ...Object.assign({}, ...plans.map(({ scorer }) => scorer.inputs)),
        ...Object.fromEntries(
          plans.map(({ vector: { name, directions } }) => [`vector/${name}`, contentSha256(directions)]),
        ),
      },
      ...{ batch, threads, out, fresh },
      work: async (engine, options) => {
        for (const { scorer, vector, asked } of plans)
          context.say(`${vector.name}: ${scorer.reason}. Asked are ${asked.why}.`);
        const local = { engine, spec: model.spec, tokenizer: model.tokenizer };
        const vectors: SweptVector[] = [];
        for (const { vector, trait, scorer, asked, layers } of plans) {
          const keep = keepUnder(options.keep, `${vector.name}/scorer`);
          const made = await scorer.make(trait, { ...options, engine: async () => engine, keep, maxNewTokens });
          const { name, directions } = vector;
          const [own, further] = [asked.questions.slice(0, questions), asked.questions.slice(questions)];
          const { id, name: traitName } = trait;
          vectors.push({
            ...{ name, directions, layers, strengths, floor },
            trait: { id, name: traitName },
            scorer: made!,
            questions: own,
            fresh: further,
          });
        }
        const sampling = samplingFrom({ temperature, topP });
        return sweepVectors({ local, vectors, positions, both, random, sampling, maxNewTokens }, options);
      },
      describe: sweepText,
      report: sweepReport,
    },
    context,
  );
  const notes = given.noSave ? [] : await noteSuggestions(output.json as SweepFindings, plans, model, context);
  const spent = servers.spent();
  if (spent !== undefined) context.say(spent);
  return { ...output, text: [output.text, ...notes.map((each) => wrap(each, 80))].join("\n\n") };
}

async function planned(given: Given, model: OpenedModel, servers: Servers, context: Context): Promise<Planned[]> {
  const { vectors } = await openAxes(
    given.vectors,
    model,
    { layers: given.layers, force: given.force, usual: "all" },
    context,
  );
  const plans: Planned[] = [];
  for (const vector of vectors) {
    const trait = traitOf(given, vector);
    const scorer = await openScorer(given, { model, pole: trait.pole }, servers, context);
    if (scorer.settings.judge === "none")
      throw usage(
        "--judge none leaves nobody to say how strongly answers show the trait: name a model, or classifier.",
      );
    const { id, name, description } = trait;
    const asked = questionsFor(
      { ask: given.ask, questions: given.questions + given.held, register: given.register },
      [{ trait: { id, name, description } }],
      model,
      context.seed,
    );
    const layers = given.layers ?? spreadLayers([...vector.directions.vectors.keys()], usualLayers);
    plans.push({ vector, trait, scorer, asked, layers });
  }
  return plans;
}

/** The trait that is scored. Throws "usage" for a vector of no bundled trait where none is named. */
function traitOf({ trait }: Given, { name, directions }: NamedVector): ContrastTrait {
  if (trait !== undefined) return contrastTrait(trait);
  const own = directions.about.trait && findContrastTrait(directions.about.trait.id);
  if (own) return own;
  throw usage(
    `The file of the vector ${name} names no bundled trait to score: name one, or a trait file such as the trait.json beside it, with --trait.`,
  );
}
