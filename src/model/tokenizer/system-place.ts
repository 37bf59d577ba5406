import { TraitlabError } from "../../base/errors.ts";
import type { ChatMessage, ChatTemplate } from "./types.ts";

/** Where a system prompt goes: a message of its own, or the head of the first user message. */
export type SystemPlace = "system message" | "first user message";

/** A chat template that takes a system prompt, whatever the model was trained with. */
export interface SystemTemplate extends ChatTemplate {
  /** What it does with a system prompt. */
  systemPlace: SystemPlace;
}

/**
 * The template, made to take a system prompt. Templates that refuse one (Gemma's and Mistral's older ones raise) or that leave it out
 * without a word get it before the first user message, a blank line between them, as the later templates of both write it.
 */
export function withSystemPlace(template: ChatTemplate): SystemTemplate {
  const systemPlace = placeOf(template);
  if (systemPlace === "system message") return { render: (...chat) => template.render(...chat), systemPlace };
  return {
    render: (messages, options) => template.render(beforeFirstUser(messages), options),
    systemPlace,
  };
}

/** Tried on a chat of two words; a template that cannot render one without a system prompt either keeps its own error. */
function placeOf(template: ChatTemplate): SystemPlace {
  const user: ChatMessage = { role: "user", content: "hello" };
  const shown = rendered(template, [{ role: "system", content: "traitlab-system" }, user]);
  if (shown?.includes("traitlab-system")) return "system message";
  return rendered(template, [user]) === undefined ? "system message" : "first user message";
}

function rendered(template: ChatTemplate, messages: readonly ChatMessage[]): string | undefined {
  try {
    return template.render(messages, { generationPrompt: true });
  } catch (error) {
    if (error instanceof TraitlabError) return undefined;
    throw error;
  }
}

function beforeFirstUser(messages: readonly ChatMessage[]): ChatMessage[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const chat = messages.filter(({ role }) => role !== "system");
  const first = chat.findIndex(({ role }) => role === "user");
  if (system.length === 0) return chat;
  const words = system.join("\n\n");
  if (first < 0) return [{ role: "user", content: words }, ...chat];
  return chat.with(first, { role: "user", content: `${words}\n\n${chat[first]!.content}` });
}
