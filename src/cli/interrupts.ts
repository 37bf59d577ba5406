import { TraitlabError } from "../base/errors.ts";

/** The part of `process` that tells of signals. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

/** The watch over signals; `dispose` gives them back to the system. */
export interface Interrupts {
  signal: AbortSignal;
  /** The exit code of the signal that came, if one did. */
  readonly exitCode: 130 | 143 | undefined;
  dispose(): void;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Turns Ctrl+C (SIGINT) and SIGTERM into an AbortSignal: the first asks the work to stop at its next boundary and calls
 * `onFirst`, the second calls `onSecond`, which ends the process. `exitCode` is that of the signal that came first.
 */
export function watchInterrupts(
  source: SignalSource,
  handlers: { onFirst: () => void; onSecond: (exitCode: number) => void },
): Interrupts {
  const controller = new AbortController();
  let exitCode: 130 | 143 | undefined;
  const listen = (signal: keyof typeof exitCodes) => () => {
    if (exitCode !== undefined) return handlers.onSecond(exitCode);
    exitCode = exitCodes[signal];
    handlers.onFirst();
    controller.abort(new TraitlabError("interrupted", "Interrupted."));
  };
  const listeners = { SIGINT: listen("SIGINT"), SIGTERM: listen("SIGTERM") };
  source.on("SIGINT", listeners.SIGINT);
  source.on("SIGTERM", listeners.SIGTERM);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    dispose() {
      source.off("SIGINT", listeners.SIGINT);
      source.off("SIGTERM", listeners.SIGTERM);
    },
  };
}
