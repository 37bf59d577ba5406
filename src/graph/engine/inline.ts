import { EngineClient } from "./client.ts";
import type { Engine } from "./engine.ts";
import { TaskHost } from "./host.ts";
import type { FromHost, Link } from "./protocol.ts";

/**
 * An engine in the calling process, for tests and for use inside an engine: the same queue, copies, errors and
 * cancellation as {@link startEngine}, but a run blocks the caller, and `kill` can end a task only at its next boundary.
 */
export function inlineEngine({ threads }: { threads: number }): Engine {
  const host = new TaskHost(threads, (message: FromHost) => client.receive(structuredClone(message)));
  const link: Link = {
    send: (message) => {
      if (message.type !== "close") host.receive(structuredClone(message));
    },
    hold: () => {},
    kill: () => void host.close().catch(() => {}),
    close: () => host.close(),
  };
  const client = new EngineClient(threads, link);
  return client;
}
