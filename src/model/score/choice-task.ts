import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import type { ModelSpec } from "../engine/load.ts";
import { editedSession } from "../engine/sessions.ts";
import { type ChoiceToWeigh, choiceGroups } from "./choice-groups.ts";
import { ChoiceRunner, type WeighedChoice } from "./choice-runner.ts";

export interface ChoiceRequest {
  model: ModelSpec;
  choices: readonly ChoiceToWeigh[];
}

export const choiceTask = remoteTask<ChoiceRequest, void, WeighedChoice>(import.meta.url, "weighChoices");

/** Weighs how probable given beginnings of the answer are, emitting each choice; at temperature 1. */
export async function weighChoices(
  { model: spec, choices }: ChoiceRequest,
  context: TaskContext<WeighedChoice>,
): Promise<void> {
  const { model, session, editing, prefix } = await editedSession(spec, context);
  const runner = new ChoiceRunner(model.source.config, { session, accuracy: spec.accuracy, editing }, prefix?.());
  for (const group of choiceGroups(choices, model))
    for await (const weighed of runner.weigh(group)) {
      for (const each of weighed) context.emit(each);
      await context.pause();
    }
}
