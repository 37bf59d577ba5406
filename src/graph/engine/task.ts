import type { Resources } from "./resources.ts";

/** What a task is given beside its request. */
export interface TaskContext<Event = never> {
  /** Aborted when the caller wants the task to end; its reason is an "interrupted" error. */
  readonly signal: AbortSignal;
  /** How many threads a session of this engine may use. */
  readonly threads: number;
  /** Models, sessions and other long-lived things of this engine; they outlive the task. */
  readonly resources: Resources;
  /** Reports to the caller's `onEvent`, in order and before the result. Keep events small: each is copied. */
  emit(event: Event): void;
  /**
   * The boundary of a step: lets messages in and out (1.5 µs when there are none), then throws "interrupted" where the
   * caller has asked for the end. Call it between runs; between two calls a task can be ended only by force.
   */
  pause(): Promise<void>;
}

/** The shape of a function that an engine can run. */
export type TaskFunction<Request, Result, Event = never> = (
  request: Request,
  context: TaskContext<Event>,
) => Promise<Result>;

/** The address of a task: a module and the name of the function that it exports. */
export interface RemoteTask<Request, Result, Event = never> {
  readonly module: string;
  readonly name: string;
  /** Never set: carries the types to {@link Engine.run}. */
  readonly types?: TaskFunction<Request, Result, Event>;
}

/**
 * Names the exported {@link TaskFunction} `name` of the module with URL `module` as work for an engine. Request, result
 * and events cross between processes by copy (structured clone): data only, no functions, no instances of classes.
 *
 * A task in its own module spares the caller from loading what the task needs: `siblingModule(import.meta.url, "./run.ts")`.
 */
export function remoteTask<Request, Result = void, Event = never>(
  module: string,
  name: string,
): RemoteTask<Request, Result, Event> {
  return { module, name };
}

/** The URL of the module at `path` (spelled as in the source, `.ts`) seen from `base`, in the source tree and in the build. */
export function siblingModule(base: string, path: string): string {
  return new URL(base.endsWith(".ts") ? path : path.replace(/\.ts$/, ".js"), base).href;
}
