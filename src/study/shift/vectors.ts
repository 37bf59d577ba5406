import { join } from "node:path";
import { mainLayer } from "../../measure/projection/main-layer.ts";
import { extractVector } from "../../measure/vectors/extract.ts";
import { writtenPairs } from "../../measure/vectors/written.ts";
import type { Directions } from "../../model/directions/about.ts";
import { readDirections, writeDirections } from "../../model/directions/file.ts";
import { personaChat } from "../../model/persona-chat.ts";
import { contrastTrait } from "../../trait/contrast/load.ts";
import type { TraitPoleKey } from "../../trait/framework.ts";
import type { ShiftStudyOptions } from "./options.ts";

/** A pole's vector, and the layer that leads. */
export interface PoleVector {
  pole: TraitPoleKey;
  directions: Directions;
  layer: number;
  why: string;
}

/**
 * The vector of a pole: the one given, for the study's own; else from the answers to topics that nobody is tuned on, those of the pole less
 * the neutral ones, read by the model as it is. Made once, and kept in the run's folder.
 */
export async function poleVector(pole: TraitPoleKey, options: ShiftStudyOptions): Promise<PoleVector> {
  const { config, given, size } = options;
  const own = pole === config.trait ? given : undefined;
  const directions = own ?? (await extracted(pole, options));
  const asked = config.layer === undefined ? undefined : [config.layer];
  return { pole, directions, ...mainLayer(directions, { asked, depth: size.layers }) };
}

async function extracted(pole: TraitPoleKey, options: ShiftStudyOptions): Promise<Directions> {
  const { run, engine, spec, tokenizer, model, answers, size, config, seed, signal, onProgress } = options;
  const name = `${pole.replace("/", "-")}.safetensors`;
  const file = join(run.personaFolder("vectors"), name);
  await run.step(
    `vector/${pole}`,
    async () => {
      const { name: called, sha256 } = model;
      const chat = (question: string) => personaChat({}, { question });
      const pairs = writtenPairs({ topics: answers.heldout, pole, against: "neutral", tokenizer, chat });
      const { directions, findings } = await extractVector(
        {
          reader: { engine, spec, tokenizer },
          model: { name: called, sha256 },
          size: { layers: size.layers, dModel: size.dModel },
          trait: { ...contrastTrait(pole.replace("/", "-")), pole },
          pairs,
          source: { from: "answers", against: "neutral", reason: "what the mixtures differ in" },
          settings: { seed, sentences: config.sentences },
          scorer: undefined,
          thresholds: { trait: 0, coherence: 0 },
          minPairs: 2,
          recipe: "mean-diff",
          pooling: "response-mean",
          orthogonalTo: [],
        },
        { keep: run, seed, batch: config.batch, signal, onProgress },
      );
      await writeDirections(file, directions);
      return { suggested: findings.suggested, pairs: findings.pairs.kept };
    },
    { leaves: [`personas/vectors/${name}`] },
  );
  return readDirections(file, { config: size, sha256: model.sha256 });
}
