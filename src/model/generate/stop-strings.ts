/** Watches a growing text for stop strings; what may be the beginning of one is held back. */
export class StopStrings {
  /** Whether one came: the text has ended before it. */
  stopped = false;
  private readonly stops: readonly string[];
  private held = "";

  constructor(stops: readonly string[]) {
    this.stops = stops.filter((stop) => stop !== "");
  }

  /** Takes new text and gives back what belongs to the text whatever follows. */
  push(text: string): string {
    if (this.stopped) return "";
    const all = this.held + text;
    const at = Math.min(...this.stops.map((stop) => all.indexOf(stop)).filter((index) => index >= 0));
    if (Number.isFinite(at)) {
      this.stopped = true;
      this.held = "";
      return all.slice(0, at);
    }
    const keep = Math.max(0, ...this.stops.map((stop) => overlap(all, stop)));
    this.held = all.slice(all.length - keep);
    return all.slice(0, all.length - keep);
  }

  /** What was held back, at the end of the text. */
  flush(): string {
    const { held } = this;
    this.held = "";
    return held;
  }
}

/** The length of the longest end of `text` that is a proper beginning of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--)
    if (text.endsWith(stop.slice(0, length))) return length;
  return 0;
}
