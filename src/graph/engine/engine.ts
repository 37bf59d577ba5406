import type { RemoteTask } from "./task.ts";

export interface RunOptions<Event = never> {
  /**
   * Ends the task at its next boundary, or at once where it has not begun; the run then rejects with "interrupted".
   * A task that finishes all the same keeps its result.
   */
  signal?: AbortSignal;
  /** Receives what the task emits. If it throws, the task is ended and the run rejects with what was thrown. */
  onEvent?: (event: Event) => void;
}

/**
 * Where tasks run. One at a time, in the order asked: a task has all the engine's threads, and two at once would only
 * slow each other down.
 *
 * A run rejects with a TraitlabError: the one that the task threw, "memory" where an allocation failed or the system
 * killed the process, "interrupted", or else "internal"; `stack` is that of the task's side. An engine that has died
 * stays dead and says why at every later run: its models are gone, so its owner decides whether to start another.
 */
export interface Engine extends AsyncDisposable {
  readonly threads: number;

  /**
   * Runs a task and gives back its result. Request, events and result are copied: 10 MB there and back take 40 ms, 100 MB
   * up to a second, so large state belongs into the engine's resources or a file. More than 2 GB cannot cross and end
   * the engine. An empty run costs 0.1 ms, an event 10 µs.
   */
  run<Request, Result, Event>(
    task: RemoteTask<Request, Result, Event>,
    request: NoInfer<Request>,
    options?: RunOptions<NoInfer<Event>>,
  ): Promise<Result>;

  /** Ends everything at once, whatever is running (SIGKILL): what was pending rejects with "interrupted". */
  kill(): void;

  /** Interrupts what is pending, frees the resources and ends the engine; by force where it does not end in time. */
  dispose(): Promise<void>;
}
