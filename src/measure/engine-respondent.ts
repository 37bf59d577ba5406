import { type Prompt, respondTask } from "../model/engine/respond-task.ts";
import { type PersonaTexts, personaChat } from "../model/persona-chat.ts";
import { choiceTask } from "../model/score/choice-task.ts";
import { topicOf } from "../trait/questions.ts";
import type { LocalModel, Respondent } from "./respondent.ts";

/**
 * A model that runs here, with what a persona says before each question; its adapter is the spec's.
 *
 * @param name for reports
 * @param variantOf as which of the model's variants a prompt is answered, the first unless given; and at which trait scores, by which random
 * stream, where these are not the model's and the prompt's own
 */
export function engineRespondent(
  name: string,
  model: LocalModel,
  persona: PersonaTexts = {},
  variantOf: (
    id: string,
  ) => Pick<Prompt, "variant" | "twinMessages" | "z"> & Partial<Pick<Prompt, "stream">> = () => ({}),
): Respondent {
  const { engine, spec } = model;
  return {
    name,
    local: model,
    chat: (asked) => personaChat(persona, { topic: topicOf(asked.question), ...asked }),
    reply: (prompts, { sampling, maxNewTokens, seed, batch = 16, signal }, onReply) =>
      engine.run(
        respondTask,
        {
          model: spec,
          prompts: prompts.map(({ id, messages }) => ({ id, messages, stream: `sample/${id}`, ...variantOf(id) })),
          sampling,
          seed,
          maxNewTokens,
          stops: [],
          batch,
          stream: false,
        },
        { signal, onEvent: (event) => void (event.type === "response" && onReply(event.id, event.response)) },
      ),
    choose: (choices, { signal }, onChosen) =>
      engine.run(choiceTask, { model: spec, choices }, { signal, onEvent: onChosen }),
  };
}
