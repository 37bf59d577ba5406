import { join } from "node:path";
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
import type { Run } from "../../run/run.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import type { Context } from "../context.ts";
import type { ExtractGiven, OpenedExtraction } from "./extract-open.ts";
import { poolStoreIn } from "./pool-store.ts";

/** What `vector extract` leaves as findings.json. */
export interface ExtractionFindings extends VectorFindings {
  schema: 1;
  model: { name: string; sha256: string };
  settings: Record<string, unknown>;
  /** The vector's file beside it. */
  vector: { file: string; sha256: string };
}

/** Has the answers given, scored and read, and writes trait and vector into the run's folder. */
export async function runExtraction(
  given: ExtractGiven,
  opened: OpenedExtraction,
  { run, engine }: { run: Run; engine(): Promise<Engine> },
  context: Pick<Context, "seed" | "signal" | "onProgress">,
): Promise<ExtractionFindings> {
  const { seed, signal, onProgress } = context;
  const { model, about, source, settings } = opened;
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
  { questions, pairs, rollouts, temperature, maxNewTokens }: ExtractGiven,
  { model, source }: OpenedExtraction,
  trait: ContrastTrait,
  local: Parameters<typeof engineRespondent>[1],
  options: Parameters<typeof rollOut>[1],
): Promise<AnswerPair[]> {
  if (source.from === "answers") {
    const topics = model.answers.train.slice(0, questions);
    const chat = (question: string) => personaChat({}, { question });
    const against = source.against as ExtractGiven["against"];
    return writtenPairs({ topics, pole: trait.pole!, against, tokenizer: model.tokenizer, chat });
  }
  const respondent = engineRespondent(model.source.name, local);
  const asked = questions ?? trait.questions.extract.length;
  return rollOut(
    { respondent, trait, instructions: pairs, questions: asked, rollouts, temperature, maxNewTokens },
    options,
  );
}
