import { inMemory } from "../keep.ts";
import type { LocalModel, WorkOptions } from "../respondent.ts";
import type { ProjectionAxis } from "./axes.ts";
import type { Calibration } from "./bounds.ts";
import type { TextToProject } from "./project-task.ts";
import { projectTexts } from "./project-texts.ts";

/** Answers to project, read by the model as it is. */
export type AnswersToProject = readonly Pick<TextToProject, "messages" | "answer">[];

/** Mean projections of neutral and in-persona answers, by axis; an answer without a token counts nowhere. */
export async function calibrate(
  model: Pick<LocalModel, "engine" | "spec">,
  axes: readonly ProjectionAxis[],
  answers: { neutral: AnswersToProject; persona: AnswersToProject },
  options: Pick<WorkOptions, "signal" | "onProgress">,
): Promise<Calibration[]> {
  const of = async (side: keyof typeof answers) => {
    const texts = answers[side].map((text, i) => ({ id: String(i), ...text }));
    const own = { ...options, keep: inMemory, group: side, phase: `project ${side} answers` };
    return (await projectTexts(model, axes, texts, own)).flatMap(({ responseMean }) =>
      responseMean ? [responseMean] : [],
    );
  };
  const [neutral, persona] = [await of("neutral"), await of("persona")];
  return axes.map((_, axis) => ({
    neutral: neutral.map((row) => row[axis]!),
    persona: persona.map((row) => row[axis]!),
  }));
}
