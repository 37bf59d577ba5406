const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Code units segmented at a time: Node 20's segmenter is worse than linear in the length of the string. */
const stretch = 64;

/**
 * Holds text back until the grapheme (what a reader takes for one character) is complete: a flag, a keycap, a family
 * joined by ZWJ, a letter and its accents come out whole. The last grapheme waits until the next one has begun.
 */
export class GraphemeStream {
  #held = "";

  /** Text that ends at a grapheme boundary, whatever follows. */
  push(text: string): string {
    let out = "";
    for (let at = 0; at < text.length; ) {
      let end = Math.min(at + stretch, text.length);
      // Never between the halves of a surrogate pair: half a character would look like a grapheme of its own.
      if (end < text.length && (text.charCodeAt(end) & 0xfc00) === 0xdc00) end++;
      out += this.#take(text.slice(at, end));
      at = end;
    }
    return out;
  }

  #take(text: string): string {
    const all = this.#held + text;
    let last = 0;
    for (const { index } of segmenter.segment(all)) last = index;
    this.#held = all.slice(last);
    return all.slice(0, last);
  }

  /** The grapheme held back; the stream then starts anew. */
  flush(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}
