import { setMaxListeners } from "node:events";
import { TraitlabError } from "../../base/errors.ts";
import type { Engine, RunOptions } from "./engine.ts";
import type { FromHost, Link } from "./protocol.ts";
import type { RemoteTask } from "./task.ts";
import { fromWire, interrupted } from "./wire-error.ts";

interface Call {
  id: number;
  task: RemoteTask<unknown, unknown, unknown>;
  request: unknown;
  onEvent: ((event: unknown) => void) | undefined;
  /** What `onEvent` threw; it takes the place of the task's outcome. */
  failure?: { thrown: unknown };
  settle(outcome: { result: unknown } | { error: unknown }): void;
}

/** The caller's side of an engine: keeps the queue, and matches what comes back to who asked. */
export class EngineClient implements Engine {
  readonly threads: number;
  private readonly link: Link;
  private readonly waiting: Call[] = [];
  private current: Call | undefined;
  private runs = 0;
  /** Why the engine takes no more work. */
  private over: TraitlabError | undefined;
  private closing: Promise<void> | undefined;

  constructor(threads: number, link: Link) {
    this.threads = threads;
    this.link = link;
  }

  run<Request, Result, Event>(
    task: RemoteTask<Request, Result, Event>,
    request: NoInfer<Request>,
    { signal, onEvent }: RunOptions<NoInfer<Event>> = {},
  ): Promise<Result> {
    if (this.over) return Promise.reject(this.over);
    if (signal?.aborted) return Promise.reject(interrupted(task.name));
    return new Promise((resolve, reject) => {
      const call: Call = {
        id: ++this.runs,
        task: task as RemoteTask<unknown, unknown, unknown>,
        request,
        onEvent: onEvent as Call["onEvent"],
        settle: (outcome) => {
          signal?.removeEventListener("abort", abort);
          if (call.failure) reject(call.failure.thrown);
          else if ("error" in outcome) reject(outcome.error);
          else resolve(outcome.result as Result);
        },
      };
      const abort = () => this.abort(call);
      if (signal) {
        // Any number of runs may wait on one signal; Node takes more than ten for a leak.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", abort, { once: true });
      }
      this.waiting.push(call);
      this.next();
    });
  }

  kill(): void {
    this.end(new TraitlabError("interrupted", "the engine was stopped"));
    this.link.kill();
  }

  dispose(): Promise<void> {
    this.over ??= new TraitlabError("internal", "the engine has been disposed of");
    for (const call of this.waiting.splice(0)) call.settle({ error: interrupted(call.task.name) });
    this.closing ??= this.link.close();
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** Takes what the host says about a run. */
  receive(message: FromHost): void {
    const call = this.current;
    if (!call || !("id" in message) || message.id !== call.id) return;
    if (message.type === "event") this.deliver(call, message.event);
    else {
      this.current = undefined;
      call.settle(message.type === "result" ? { result: message.result } : { error: fromWire(message.error) });
      this.next();
    }
  }

  /** Takes the end of the host: what is pending rejects with `reason`, and so does every later run. */
  end(reason: TraitlabError): void {
    this.over ??= reason;
    const pending = [...(this.current ? [this.current] : []), ...this.waiting.splice(0)];
    this.current = undefined;
    for (const call of pending) call.settle({ error: reason });
    this.link.hold(false);
  }

  /** The name of the task in progress. */
  get running(): string | undefined {
    return this.current?.task.name;
  }

  private next(): void {
    if (this.current) return;
    const call = this.waiting.shift();
    this.link.hold(call !== undefined);
    if (!call) return;
    this.current = call;
    try {
      const { id, task, request } = call;
      this.link.send({ type: "run", id, module: task.module, name: task.name, request });
    } catch (cause) {
      this.current = undefined;
      const message = `the request of ${call.task.name} cannot be sent: ${cause instanceof Error ? cause.message : cause}`;
      call.settle({ error: new TraitlabError("internal", message, { cause }) });
      this.next();
    }
  }

  private abort(call: Call): void {
    const place = this.waiting.indexOf(call);
    if (place >= 0) {
      this.waiting.splice(place, 1);
      call.settle({ error: interrupted(call.task.name) });
    } else if (this.current === call) this.link.send({ type: "abort", id: call.id });
  }

  private deliver(call: Call, event: unknown): void {
    if (call.failure) return;
    try {
      call.onEvent?.(event);
    } catch (thrown) {
      call.failure = { thrown };
      this.abort(call);
    }
  }
}
