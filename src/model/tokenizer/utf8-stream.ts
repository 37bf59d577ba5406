/**
 * Bytes to text as they come, by the WHATWG decoder: what is not UTF-8 becomes U+FFFD, one for each maximal part of a
 * sequence, and a sequence cut by the end of a push waits for the next one. Any cutting into pushes gives the same text.
 */
export class Utf8Stream {
  // ignoreBOM: a leading U+FEFF is a character of the text like any other.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** The text that these bytes complete. */
  push(bytes: Uint8Array): string {
    return this.#decoder.decode(bytes, { stream: true });
  }

  /** What a sequence left open by the last push comes to (U+FFFD, or nothing); the stream then starts anew. */
  flush(): string {
    return this.#decoder.decode();
  }
}
