/** Text to token ids and back, from `tokenizer.json` or from a GGUF's own vocabulary. */
export interface Tokenizer {
  /** Number of ids, the largest id plus one. */
  readonly vocab: number;
  /** The begin-of-text token, where the vocabulary names one. `encode(..., { bos: true })` knows whether the model wants it. */
  readonly bos: number | undefined;
  /** The ids that end a response: end of text and end of turn. At least one, the chat's end of turn first. */
  readonly ends: readonly number[];
  /** `decode` drops one leading space: the one that this vocabulary puts before the first word of every text. */
  readonly dropsLeadingSpace: boolean;
  /**
   * Ids of `text`. `special: true` recognises control tokens written in the text (rendered chat templates); otherwise
   * `<|im_end|>` in a user's text is plain characters. `bos: true` puts the begin token in front where the model wants one.
   * Lone surrogates become U+FFFD. An end token is never appended, whatever the vocabulary's `add_eos_token` says.
   */
  encode(text: string, options?: { special?: boolean; bos?: boolean }): number[];
  /** Text of the ids; control tokens are left out unless `special`. Bytes that are not UTF-8 become U+FFFD. */
  decode(ids: readonly number[], options?: { special?: boolean }): string;
  /**
   * The bytes that this id adds to a text, or undefined for a control token and for an id without a token. A piece "▁the"
   * is " the". `special: true` gives a control token's own text too. Do not write into them: they are the vocabulary's.
   */
  bytes(id: number, options?: { special?: boolean }): Uint8Array | undefined;
  /** The id of a control token by its exact text, e.g. `<|im_end|>`. */
  control(text: string): number | undefined;
}

/** One message of a chat. */
export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** Turns a chat into the text that the model was trained on. */
export interface ChatTemplate {
  /** Throws "bad-input" with the template's own message where it refuses the chat (e.g. no system role). */
  render(messages: readonly ChatMessage[], options: { generationPrompt: boolean }): string;
}
