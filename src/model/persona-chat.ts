import { usage } from "../base/errors.ts";
import type { Persona } from "./persona.ts";
import type { ChatMessage } from "./tokenizer/types.ts";

/** What a persona adds to a chat; nothing for one that is all in its adapter. */
export type PersonaTexts = Pick<Persona, "systemPrompt" | "demonstrations" | "userTemplate">;

/** A question as it comes to a persona. */
export interface Asked {
  question: string;
  /** What it is about; needed where the persona's `userTemplate` names `{topic}`. */
  topic?: string;
  /** Earlier turns of the same chat, as this function and the model made them. */
  history?: readonly ChatMessage[];
}

/**
 * The chat in which a persona is asked: system prompt, demonstrations, earlier turns, and the question in the persona's form. Throws
 * "usage" where the form names a topic and none is given.
 */
export function personaChat(persona: PersonaTexts, { question, topic, history = [] }: Asked): ChatMessage[] {
  const { systemPrompt, demonstrations = [] } = persona;
  return [
    ...(systemPrompt === undefined ? [] : [{ role: "system" as const, content: systemPrompt }]),
    ...demonstrations,
    ...history,
    { role: "user", content: asked(persona, question, topic) },
  ];
}

function asked({ userTemplate }: PersonaTexts, question: string, topic: string | undefined): string {
  if (userTemplate === undefined) return question;
  return userTemplate.replace(/\{(question|topic)\}/g, (_, name) => {
    if (name === "question") return question;
    if (topic !== undefined) return topic;
    throw usage(
      "This persona puts the topic of each question into its prompt, and it is not known here: name it with --topic.",
    );
  });
}
