import { badInput } from "../../base/errors.ts";

/** Texts by which well-known chat formats end a turn. */
export const endOfTurnTexts = ["<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>", "</s>"] as const;

/** What a model's files say about its end tokens. */
export interface EndSources {
  /** End of text and whatever other end ids the files list, the most trusted first. */
  listed: readonly number[];
  control(text: string): number | undefined;
  /** The chat template's source. */
  template: string | undefined;
}

/**
 * The ids that end a response, the chat's end of turn first: well-known end-of-turn texts count only where the
 * vocabulary has them as control tokens and the template writes them. Throws "bad-input" where there is no end at all.
 */
export function endIds({ listed, control, template }: EndSources): number[] {
  const turns = endOfTurnTexts.flatMap((text) => (template?.includes(text) ? (control(text) ?? []) : []));
  const ends = [...new Set([...turns, ...listed])];
  if (ends.length === 0) {
    throw badInput(
      "The vocabulary names no end-of-text token, so a response would never end: add eos_token to tokenizer_config.json, or tokenizer.ggml.eos_token_id to the GGUF.",
    );
  }
  return ends;
}
