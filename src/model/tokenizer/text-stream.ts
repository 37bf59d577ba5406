import { GraphemeStream } from "./grapheme-stream.ts";
import type { Tokenizer } from "./types.ts";
import { Utf8Stream } from "./utf8-stream.ts";

/**
 * Ids to text as they are generated, never half a character. The pushes and the flush joined equal
 * `tokenizer.decode(ids, options)`.
 */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  readonly #special: boolean;
  readonly #utf8 = new Utf8Stream();
  readonly #graphemes = new GraphemeStream();
  #started = false;

  constructor(tokenizer: Tokenizer, options?: { special?: boolean }) {
    this.#tokenizer = tokenizer;
    this.#special = options?.special ?? false;
  }

  /** The text that this id completes, often none. */
  push(id: number): string {
    const bytes = this.#tokenizer.bytes(id, { special: this.#special });
    return bytes === undefined ? "" : this.#graphemes.push(this.#first(this.#utf8.push(bytes)));
  }

  /** What is still held back; call once at the end. */
  flush(): string {
    return this.#graphemes.push(this.#first(this.#utf8.flush())) + this.#graphemes.flush();
  }

  #first(text: string): string {
    if (this.#started || text === "") return text;
    this.#started = true;
    return this.#tokenizer.dropsLeadingSpace && text.startsWith(" ") ? text.slice(1) : text;
  }
}
