import type { ChatMessage } from "../model/tokenizer/types.ts";
import type { TraitPole } from "../trait/framework.ts";

/** Asked to play the trait: the pole's persona as the system prompt, then the question. */
export const promptedChat = (target: TraitPole, question: string): ChatMessage[] => [
  { role: "system", content: target.persona },
  { role: "user", content: question },
];
