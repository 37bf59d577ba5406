import { TraitlabError } from "../../base/errors.ts";
import type { SweepFindings, VectorSweep } from "../../measure/steering-sweep/findings.ts";
import { readDirections, writeDirections } from "../../model/directions/file.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import type { NamedVector } from "./axes.ts";

/** Notes where vectors work best in their files; a sentence for each. What cannot be written is said, as are vectors of another model. */
export async function noteSuggestions(
  { vectors }: Pick<SweepFindings, "vectors">,
  plans: readonly { vector: Pick<NamedVector, "name" | "path"> }[],
  { source, spec }: Pick<OpenedModel, "source" | "spec">,
  { signal }: Pick<Context, "signal">,
): Promise<string[]> {
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const said: string[] = [];
  for (const sweep of vectors) {
    const { path } = plans.find(({ vector }) => vector.name === sweep.name)!.vector;
    said.push(await noted(sweep, path, { config: source.config, sha256 }));
  }
  return said;
}

async function noted(
  { best, fresh, name }: VectorSweep,
  path: string,
  model: Parameters<typeof readDirections>[1],
): Promise<string> {
  const file = shownPath(path, process.cwd());
  if (best === null) return `Nothing is noted in ${file}.`;
  if ((fresh?.gain?.value ?? 1) <= 0)
    return `Nothing is noted in ${file}: on fresh questions the best point shows no more of the trait than no steering.`;
  const { about, vectors } = await readDirections(path, { ...model, force: true });
  if (about.model.sha256 !== model.sha256)
    return `Nothing is noted in ${file}, which is of another model ("${about.model.name}").`;
  const suggested = { ...best, by: "sweep" };
  const { layer, strength, by } = about.suggested ?? {};
  if (layer !== best.layer || strength !== best.strength || by !== "sweep")
    try {
      await writeDirections(path, { about: { ...about, suggested }, vectors });
    } catch (error) {
      if (!(error instanceof TraitlabError)) throw error;
      return `Nothing is noted for ${name}: ${error.message}`;
    }
  return `Noted in ${file}: layer ${best.layer}, strength ${best.strength}; \`traitlab induce steer --vector ${file}\` takes it from there.`;
}
