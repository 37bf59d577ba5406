import { join, resolve } from "node:path";
import { badInput, usage } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import { writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { extractVector } from "../../measure/vectors/extract.ts";
import type { VectorFindings } from "../../measure/vectors/findings.ts";
import { recipes } from "../../measure/vectors/recipes.ts";
import { rollOut } from "../../measure/vectors/rollouts.ts";
import type { AnswerPair } from "../../measure/vectors/types.ts";
import { writtenPairs } from "../../measure/vectors/written.ts";
import { writeDirections } from "../../model/directions/file.ts";
import { personaChat } from "../../model/persona-chat.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { withRun } from "../../run/open.ts";
import type { Run } from "../../run/run.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import type { Output, Values } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, openForCommand, withEngineAtNeed } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { serversOf } from "../servers.ts";
import { answersHashes } from "../tuning-rows.ts";
import type { extractOptions } from "./extract-options.ts";
import { renderExtraction } from "./extract-report.ts";
import { extractText } from "./extract-text.ts";
import { openVector } from "./open.ts";
import { poolStoreIn } from "./pool-store.ts";
import { type OpenedScorer, openScorer } from "./scorer.ts";
import { type OpenedTrait, openTrait } from "./trait.ts";

type Given = Values<typeof extractOptions>;

/** What `vector extract` leaves as findings.json. */
export interface ExtractionFindings extends VectorFindings {
  schema: 1;
  model: { name: string; sha256: string };
  settings: Record<string, unknown>;
  /** The vector's file beside it. */
  vector: { file: string; sha256: string };
}

/** Everything that is opened before anything is computed. */
interface Opened {
  model: OpenedModel;
  about: { name: string; sha256: string };
  trait: OpenedTrait;
  source: VectorFindings["source"];
  scorer: OpenedScorer;
  others: Awaited<ReturnType<typeof openVector>>[];
}

/** Extracts the vector of a trait into a run's folder, with its report. */
export async function extractVectorOf(given: Given, context: Context): Promise<Output> {
  const { seed, host, paths, say } = context;
  const servers = serversOf(given, context);
  const model = await openForCommand(given, context);
  model.template();
  refuseBeyond(given.layers, model.source.config.layers);
  const trait = await openTrait(given, servers, context);
  const source = sourceOf(given, model, trait);
  const folder = given.out ?? resolve("vectors", trait.id);
  const opened: Opened = {
    model,
    about: {
      name: model.source.name,
      sha256: await model.source.sha256({ cacheDir: model.spec.cacheDir, signal: context.signal }),
    },
    trait,
    source,
    scorer: await openScorer(given, { model, pole: trait.known?.pole, usual: usualScorer(source) }, servers, context),
    others: await othersOf(given, model, context),
  };
  const settings = settingsOf(given, opened);
  try {
    const findings = await withRun<ExtractionFindings>(
      folder,
      {
        command: "vector extract",
        config: { ...settings, model: model.given },
        seed,
        inputs: {
          model: opened.about.sha256,
          ...trait.inputs,
          ...(source.from === "answers" ? answersHashes(model, paths) : {}),
          ...opened.scorer.inputs,
          ...Object.fromEntries(opened.others.map(({ sha256 }, i) => [`orthogonal${i + 1}`, sha256])),
        },
        choices: {
          from: { value: source.from, reason: source.reason },
          judge: { value: opened.scorer.settings.judge, reason: opened.scorer.reason },
        },
        versions: host.versions,
        machine: host.machine,
        processes: host.processes,
        fresh: given.fresh,
      },
      async (run) => {
        for (const note of [...run.notes, ...model.source.notes]) say(note);
        say(`Contrast by ${source.from}: ${source.reason}.`);
        say(`${opened.scorer.reason}.`);
        return withEngineAtNeed(given.threads, context, (engine) =>
          extracted(given, opened, { run, engine, settings }, context),
        );
      },
    );
    const report = join(folder, contents.report);
    writeFileAtomic(report, renderExtraction(showRun(folder, host.processes)));
    const shown = shownPath(folder, process.cwd());
    return { json: findings, text: extractText(findings, shown) };
  } finally {
    const spent = servers.spent();
    if (spent !== undefined) say(spent);
  }
}

/** Where the contrast comes from. Throws "usage" where given answers are asked for and there are none of the trait. */
function sourceOf(
  { from, against }: Given,
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
  { orthogonalTo = [], force }: Given,
  model: OpenedModel,
  context: Context,
): Promise<Opened["others"]> {
  const others: Opened["others"] = [];
  for (const file of orthogonalTo) others.push(await openVector(file, model, { force }, context));
  return others;
}

/** Whatever decides a number. */
function settingsOf(given: Given, { source, scorer, trait }: Opened): Record<string, unknown> {
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

interface Work {
  run: Run;
  engine(): Promise<Engine>;
  settings: Record<string, unknown>;
}

async function extracted(
  given: Given,
  opened: Opened,
  { run, engine, settings }: Work,
  context: Context,
): Promise<ExtractionFindings> {
  const { seed, signal, onProgress } = context;
  const { model, about, source } = opened;
  const options = { keep: run, seed, batch: given.batch, signal, onProgress };
  const trait = await opened.trait.make({ ...options, engine });
  writeFileAtomic(join(run.folder, contents.trait), `${canonicalJson(trait, 2)}\n`);
  const local = { engine: await engine(), spec: model.spec, tokenizer: model.tokenizer };
  const pairs = await pairsOf(given, opened, trait, local, options);
  const scorer = await opened.scorer.make(trait, { ...options, engine, maxNewTokens: given.maxNewTokens });
  const { config } = model.source;
  const { directions, findings } = await extractVector(
    {
      reader: local,
      model: about,
      size: { layers: config.layers, dModel: config.dModel },
      trait,
      pairs,
      source,
      settings: { ...settings, seed },
      scorer,
      thresholds: { trait: given.keepTrait, coherence: given.keepCoherence },
      minPairs: given.minPairs,
      recipe: given.recipe,
      pooling: given.pooling ?? recipes[given.recipe].pooling,
      orthogonalTo: opened.others.map(({ directions }) => directions),
      layers: given.layers,
      store: poolStoreIn(run.folder),
    },
    options,
  );
  const file = join(run.folder, contents.vector);
  await writeDirections(file, directions);
  return {
    schema: 1,
    model: about,
    settings: { ...settings, model: model.given, seed },
    ...findings,
    vector: { file: contents.vector, sha256: fileSha256(file) },
  };
}

async function pairsOf(
  { questions, pairs, rollouts, temperature, maxNewTokens }: Given,
  { model, source }: Opened,
  trait: ContrastTrait,
  local: Parameters<typeof engineRespondent>[1],
  options: Parameters<typeof rollOut>[1],
): Promise<AnswerPair[]> {
  if (source.from === "answers") {
    const topics = model.answers.train.slice(0, questions);
    const chat = (question: string) => personaChat({}, { question });
    const against = source.against as Given["against"];
    return writtenPairs({ topics, pole: trait.pole!, against, tokenizer: model.tokenizer, chat });
  }
  const respondent = engineRespondent(model.source.name, local);
  const asked = questions ?? trait.questions.extract.length;
  return rollOut(
    { respondent, trait, instructions: pairs, questions: asked, rollouts, temperature, maxNewTokens },
    options,
  );
}

function refuseBeyond(asked: readonly number[] | undefined, layers: number): void {
  const beyond = asked?.find((layer) => layer >= layers);
  if (beyond !== undefined)
    throw badInput(`--layers names layer ${beyond}, and the model's layers are 0 to ${layers - 1}.`);
}
