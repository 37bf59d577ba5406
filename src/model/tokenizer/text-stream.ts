import { StopStrings } from "../generate/stop-strings.ts";
import { GraphemeStream } from "./grapheme-stream.ts";
import type { Tokenizer } from "./types.ts";
import { Utf8Stream } from "./utf8-stream.ts";

export interface TextStreamOptions {
  /** Give control tokens their own text. */
  special?: boolean;
  /** Texts at which the text ends, none of them part of it. */
  stops?: readonly string[];
}

/**
 * Ids to text as they are generated, never half a character. The pushes and the flush joined equal
 * `tokenizer.decode(ids, options)`, up to the first stop string where there is one. Stop strings are looked for in the text as it is
 * decoded and not as it is shown, so that the token which completes one is known at once.
 */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  readonly #special: boolean;
  readonly #utf8 = new Utf8Stream();
  readonly #stops: StopStrings;
  readonly #graphemes = new GraphemeStream();
  #started = false;

  constructor(tokenizer: Tokenizer, { special = false, stops = [] }: TextStreamOptions = {}) {
    this.#tokenizer = tokenizer;
    this.#special = special;
    this.#stops = new StopStrings(stops);
  }

  /** Whether a stop string came; what is pushed after it adds nothing. */
  get stopped(): boolean {
    return this.#stops.stopped;
  }

  /** The text that this id completes, often none. */
  push(id: number): string {
    const bytes = this.#tokenizer.bytes(id, { special: this.#special });
    return bytes === undefined ? "" : this.#take(this.#utf8.push(bytes));
  }

  /** What is still held back; call once at the end. */
  flush(): string {
    const last = this.#take(this.#utf8.flush()) + this.#graphemes.push(this.#stops.flush());
    return last + this.#graphemes.flush();
  }

  #take(text: string): string {
    return this.#graphemes.push(this.#stops.push(this.#first(text)));
  }

  #first(text: string): string {
    if (this.#started || text === "") return text;
    this.#started = true;
    return this.#tokenizer.dropsLeadingSpace && text.startsWith(" ") ? text.slice(1) : text;
  }
}
