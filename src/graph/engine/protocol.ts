import type { WireError } from "./wire-error.ts";

/** What the caller's side sends to the side where tasks run. Each run has its own id. */
export type ToHost =
  | { type: "run"; id: number; module: string; name: string; request: unknown }
  | { type: "abort"; id: number }
  | { type: "close" };

/** What comes back: any number of events and then one result or error for each run. */
export type FromHost =
  | { type: "ready" }
  | { type: "event"; id: number; event: unknown }
  | { type: "result"; id: number; result: unknown }
  | { type: "error"; id: number; error: WireError }
  /** Something failed outside of a task; the host ends. */
  | { type: "crashed"; error: WireError }
  /** The last message, after "close"; with what kept a resource from being freed. */
  | { type: "closed"; error?: WireError };

/** The caller's end of the line to a host. */
export interface Link {
  /** Throws where the message cannot be copied. */
  send(message: ToHost): void;
  /** Keeps the calling process from ending by itself while an answer is awaited. */
  hold(waiting: boolean): void;
  /** Ends the host at once. */
  kill(): void;
  /** Asks the host to close, waits for its end, by force if it takes too long. */
  close(): Promise<void>;
}
