import { z } from "zod";
import { itemsOf, type Keep } from "../keep.ts";
import type { LocalModel, WorkOptions } from "../respondent.ts";
import type { ProjectionAxis } from "./axes.ts";
import { type Projection, projectTask, type TextToProject } from "./project-task.ts";

export interface ProjectTextsOptions extends Omit<WorkOptions, "seed"> {
  keep: Keep;
  /** The group of items that they are kept as. */
  group: string;
  /** For progress: "project answers". */
  phase: string;
  /** Ids of texts of which every token is wanted. */
  perToken?: readonly string[];
}

const row = z.array(z.number()).nullable();
const shape = z.object({
  promptLast: row,
  responseMean: row,
  tokens: z.int(),
  each: z.array(z.object({ text: z.string(), values: z.array(z.number()) })).optional(),
});

/** Projects texts onto axes, but for those that are kept already; in the order of the texts, whose ids are unlike each other. */
export async function projectTexts(
  { engine, spec }: Pick<LocalModel, "engine" | "spec">,
  axes: readonly ProjectionAxis[],
  texts: readonly TextToProject[],
  { keep, group, phase, perToken, signal, onProgress }: ProjectTextsOptions,
): Promise<Projection[]> {
  const items = itemsOf<Omit<Projection, "id">>(
    keep,
    group,
    texts.map(({ id }) => id),
    shape,
  );
  const missing = new Set(items.missing);
  const left = texts.filter(({ id }) => missing.has(id));
  let done = texts.length - left.length;
  const report = () => onProgress?.({ phase, done, total: texts.length, unit: "texts" });
  if (left.length > 0) {
    report();
    const request = { model: spec, axes: axes.map(({ layer, unit }) => ({ layer, unit })), texts: left, perToken };
    await engine.run(projectTask, request, {
      signal,
      onEvent: ({ id, ...projection }) => {
        items.put(id, projection);
        done++;
        report();
      },
    });
  }
  return items.values().map((projection, i) => ({ id: texts[i]!.id, ...projection }));
}
