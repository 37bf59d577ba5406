import { createHash } from "node:crypto";
import { z } from "zod";
import { TraitlabError } from "../../base/errors.ts";
import { readIfThere, writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { inMemory } from "../../measure/keep.ts";
import { axesOf } from "../../measure/projection/axes.ts";
import { type Neutral, neutralOf, neutralSchema, neutralText } from "../../measure/projection/neutral.ts";
import { projectTexts } from "../../measure/projection/project-texts.ts";
import { rowsIn } from "../../trait/corpus/tuning.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import type { NamedVector, OpenedAxes } from "./axes.ts";

const fileSchema = z.object({ schema: z.literal(1), key: z.string(), neutral: neutralSchema });

/** The file beside a vector that keeps what its projections are on neutral text. */
const neutralPath = (vector: string): string => `${vector}.neutral.json`;

/**
 * What projections onto vectors are on the neutral answers that go with the model, read by the model as it is. Kept beside each vector for
 * the model, accuracy and texts that it was made with; made anew for others, and where it cannot be kept, each time.
 */
export async function neutralBeside(
  { vectors, axes }: Pick<OpenedAxes, "vectors" | "axes">,
  model: OpenedModel,
  engine: Engine,
  context: Pick<Context, "signal" | "onProgress" | "say">,
): Promise<Neutral> {
  const found: Neutral[] = [];
  for (const vector of vectors) found.push(await neutralFor(vector, model, engine, context));
  const all = Object.assign({}, ...found.map((one) => one.axes)) as Neutral["axes"];
  return { ...found[0]!, axes: Object.fromEntries(axes.map(({ id }) => [id, all[id]!])) };
}

/** The neutral question and answers of a model. */
export const neutralRows = ({ answers }: Pick<OpenedModel, "answers">) =>
  rowsIn(answers, "neutral").map(({ question, answer }) => ({ question, answer }));

async function neutralFor(
  { name, path, sha256, directions }: NamedVector,
  { source, spec, answers }: OpenedModel,
  engine: Engine,
  { signal, onProgress, say }: Pick<Context, "signal" | "onProgress" | "say">,
): Promise<Neutral> {
  const rows = neutralRows({ answers });
  const model = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const texts = createHash("sha256").update(canonicalJson(rows)).digest("hex");
  const key = canonicalJson({ accuracy: spec.accuracy, model, texts, vector: sha256 });
  const file = neutralPath(path);
  const kept = readNeutral(file, key);
  // Vectors go by other names elsewhere: the file knows axes by their layer alone.
  const named = (neutral: Neutral): Neutral => ({
    ...neutral,
    axes: Object.fromEntries(Object.entries(neutral.axes).map(([layer, axis]) => [`${name}@${layer}`, axis])),
  });
  if (kept) return named(kept);
  const axes = axesOf([{ name, directions }]);
  const wanted = rows.map(neutralText);
  const projections = await projectTexts({ engine, spec }, axes, wanted, {
    keep: inMemory,
    group: "neutral",
    phase: "read neutral text",
    perToken: wanted.map(({ id }) => id),
    signal,
    onProgress,
  });
  const layers = axes.map(({ layer }) => ({ id: String(layer) }));
  const neutral = neutralOf(answers.origin, layers, projections);
  try {
    writeFileAtomic(file, `${canonicalJson({ schema: 1, key, neutral }, 1)}\n`);
  } catch (error) {
    if (!(error instanceof TraitlabError)) throw error;
    say(`What the vector is on neutral text is not kept: ${error.message}`);
  }
  return named(neutral);
}

/** What is kept, where it was made with the same model and texts; a file that a hand has changed is made anew. */
function readNeutral(path: string, key: string): Neutral | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    const parsed = fileSchema.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.key === key ? parsed.data.neutral : undefined;
  } catch {
    return undefined;
  }
}
