import { setImmediate } from "node:timers/promises";
import type { FromHost, ToHost } from "./protocol.ts";
import { Resources } from "./resources.ts";
import type { TaskContext, TaskFunction } from "./task.ts";
import { interrupted, taskError, toWire } from "./wire-error.ts";

type Run = Extract<ToHost, { type: "run" }>;

/** The side where tasks run: takes messages, answers through `post`. The caller's side sends one run at a time. */
export class TaskHost {
  private readonly resources = new Resources();
  private readonly threads: number;
  private readonly post: (message: FromHost) => void;
  private current: { id: number; name: string; controller: AbortController; done: Promise<void> } | undefined;

  /** @param post sends to the caller's side; throws where the message cannot be copied */
  constructor(threads: number, post: (message: FromHost) => void) {
    this.threads = threads;
    this.post = post;
  }

  receive(message: Exclude<ToHost, { type: "close" }>): void {
    if (message.type === "abort") this.abort(message.id);
    else this.start(message);
  }

  private start(message: Run): void {
    const { id, name } = message;
    const controller = new AbortController();
    const done = this.perform(message, controller.signal).finally(() => {
      if (this.current?.id === id) this.current = undefined;
    });
    this.current = { id, name, controller, done };
  }

  /** Interrupts the task in progress, waits for its end and frees the resources; throws what kept one from being freed. */
  async close(): Promise<void> {
    if (this.current) this.abort(this.current.id);
    await this.current?.done;
    await this.resources.dispose().catch((error) => {
      throw taskError(error, "freeing the engine's resources");
    });
  }

  private abort(id: number): void {
    if (this.current?.id === id) this.current.controller.abort(interrupted(this.current.name));
  }

  /** Never rejects: whatever goes wrong is posted as the run's error. */
  private async perform({ id, module, name, request }: Run, signal: AbortSignal): Promise<void> {
    const context: TaskContext<unknown> = {
      signal,
      threads: this.threads,
      resources: this.resources,
      emit: (event) => this.post({ type: "event", id, event }),
      pause: async () => {
        await setImmediate();
        signal.throwIfAborted();
      },
    };
    try {
      const task = await load(module, name);
      await context.pause();
      this.post({ type: "result", id, result: await task(request, context) });
    } catch (error) {
      this.post({ type: "error", id, error: toWire(taskError(error, name, signal.aborted)) });
    }
  }
}

async function load(module: string, name: string): Promise<TaskFunction<unknown, unknown, unknown>> {
  const exported: Record<string, unknown> = await import(module);
  const task = exported[name];
  if (typeof task !== "function") throw new Error(`${module} exports no function named ${name}`);
  return task as TaskFunction<unknown, unknown, unknown>;
}
