import { badInput, TraitlabError } from "../../base/errors.ts";
import { endOfTurnTexts } from "./ends.ts";
import type { ChatTemplate, Tokenizer } from "./types.ts";

/**
 * The template, once it is known to fit the vocabulary. Throws "bad-input" where it ends turns with a well-known text that is no
 * token here: the model would read it in pieces that it never saw, and its responses would not end.
 */
export function checkedTemplate<T extends ChatTemplate>(
  template: T,
  { control, encode }: Pick<Tokenizer, "control" | "encode">,
): T {
  const written = rendered(template) ?? "";
  const missing = endOfTurnTexts.find(
    (text) => written.includes(text) && control(text) === undefined && encode(text, { special: true }).length !== 1,
  );
  if (missing !== undefined)
    throw badInput(
      `The model's chat template ends turns with "${missing}", which its vocabulary has no token for: template and vocabulary are of different models; use the file of the chat version.`,
    );
  return template;
}

/** A turn as the template writes it; undefined where it refuses this chat, of which it will say so itself. */
function rendered(template: ChatTemplate): string | undefined {
  try {
    return template.render([{ role: "user", content: "hello" }], { generationPrompt: true });
  } catch (error) {
    if (error instanceof TraitlabError) return undefined;
    throw error;
  }
}
