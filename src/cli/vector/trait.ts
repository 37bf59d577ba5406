import { createHash } from "node:crypto";
import { usage } from "../../base/errors.ts";
import { canonicalJson } from "../../base/json.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { askQuestions } from "../../measure/answers.ts";
import type { Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import { composeContrastTrait } from "../../trait/contrast/compose.ts";
import { contrastTrait, findContrastTrait } from "../../trait/contrast/load.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import { legalTraits } from "../../trait/parse.ts";
import { type Answerer, openAnswerer } from "../answerer.ts";
import type { Context } from "../context.ts";
import type { Servers } from "../servers.ts";

/** A trait that was named: known, or to be written by a model. */
export interface OpenedTrait {
  /** Undefined where a writer has to write it first. */
  known: ContrastTrait | undefined;
  /** What the folder of its vector is called unless named. */
  id: string;
  /** SHA-256 of what decides it, for a manifest. */
  inputs: Record<string, string>;
  /** The trait; one that is to be written is asked for piece by piece, and each piece is kept. */
  make(work: WorkOptions & { keep: Keep; engine(): Promise<Engine> }): Promise<ContrastTrait>;
}

interface TraitGiven {
  trait: string | undefined;
  writer: string | undefined;
  accuracy: Accuracy;
}

/** Opens a trait by its name or file, or has --writer write it. Throws "usage" where none is named, or an unknown one and no writer. */
export async function openTrait(
  { trait, writer, accuracy }: TraitGiven,
  servers: Servers,
  context: Context,
): Promise<OpenedTrait> {
  if (trait === undefined) throw usage(`--trait is missing. ${legalTraits}`);
  const known = findContrastTrait(trait) ?? (writer === undefined ? withHint(trait) : undefined);
  if (known) {
    const sha256 = createHash("sha256").update(canonicalJson(known)).digest("hex");
    return { known, id: known.id, inputs: { trait: sha256 }, make: async () => known };
  }
  const answerer = await openAnswerer({ model: writer!, persona: undefined, accuracy }, servers, context);
  answerer.model?.template();
  return {
    known: undefined,
    id:
      trait
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "")
        .slice(0, 40) || "trait",
    inputs: { writer: answerer.inputs.model! },
    make: (work) => written(trait, answerer, work),
  };
}

/** The known trait of that name. Throws "usage", as that does, with the way to have it written. */
function withHint(trait: string): ContrastTrait {
  try {
    return contrastTrait(trait);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw usage(`${error.message.replace(/\.$/, "")}, or written by a model: name it with --writer.`);
  }
}

const longestPiece = 700;

async function written(
  trait: string,
  writer: Answerer,
  { engine, keep, ...work }: Parameters<OpenedTrait["make"]>[0],
): Promise<ContrastTrait> {
  const respondent = await writer.respondent(engine, false);
  let pieces = 0;
  return composeContrastTrait(trait, {
    seed: work.seed,
    ask: async (prompt, seed) => {
      const id = `piece${pieces++}`;
      const sampling = { temperature: 0.7, topP: 0.95, topK: 0, minP: 0, repetitionPenalty: 1 };
      const asked = [{ id, messages: respondent.chat({ question: prompt }) }];
      const [answer] = await askQuestions(respondent, asked, {
        ...work,
        seed,
        keep,
        sampling,
        maxNewTokens: longestPiece,
        group: `writer/${id}`,
        onProgress: (progress) =>
          work.onProgress?.({ ...progress, phase: "write the trait", done: pieces, total: pieces + 1 }),
      });
      return answer!.text;
    },
  });
}
