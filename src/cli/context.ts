import type { OnProgress } from "../base/progress.ts";
import type { Host } from "./host.ts";
import type { Paths } from "./paths.ts";

/** What every command gets beside its own config. */
export interface Context {
  /** --json: `write` prints nothing, the output is one JSON document. */
  json: boolean;
  /** --seed. */
  seed: number;
  /** Aborted by the first Ctrl+C: stop at the next boundary and throw the signal's reason. */
  signal: AbortSignal;
  /** Shows a bar on a terminal and plain lines elsewhere, on stderr; nothing with --quiet. */
  onProgress: OnProgress;
  /** Says a line to the person, on stderr; nothing with --quiet. */
  say(line: string): void;
  /** Prints text as it comes (a streamed response), on stdout; nothing with --json. */
  write(text: string): void;
  paths: Paths;
  host: Host;
}
