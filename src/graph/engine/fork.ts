import { getHeapStatistics } from "node:v8";
import type { TraitlabError } from "../../base/errors.ts";
import { EngineClient } from "./client.ts";
import type { Engine } from "./engine.ts";
import { childEnd, endReason, forkChild, holdOn, letGo } from "./forked-child.ts";
import type { FromHost, Link } from "./protocol.ts";
import { fromWire } from "./wire-error.ts";

export interface EngineOptions {
  /** Threads inside one op. */
  threads: number;
  /** Limit of the process's JavaScript heap in MB (typed arrays and weights lie outside it); by default the caller's own. */
  heapMb?: number;
  /** How long `dispose` waits for a task to reach its boundary before it ends the process by force. */
  disposeTimeoutMs?: number;
}

/**
 * Starts the engine process, in which long numeric work leaves the caller's event loop alone.
 *
 * It ignores SIGINT, SIGTERM and SIGHUP (a terminal sends them to the whole group: the caller decides), and never
 * outlives its caller, however that one ends. Idle, it does not keep the caller from ending. Its stdout goes to stderr.
 * Throws "internal" where it cannot start.
 */
export async function startEngine({ threads, heapMb, disposeTimeoutMs = 5000 }: EngineOptions): Promise<Engine> {
  const child = forkChild(threads, heapMb ?? Math.round(getHeapStatistics().heap_size_limit / 2 ** 20));
  let killed = false;
  let crash: TraitlabError | undefined;
  let unfreed: Error | undefined;

  const kill = () => {
    killed = true;
    child.kill("SIGKILL");
  };
  // Sent synchronously as this process ends; the child's watchdog covers the ends that run no handler.
  process.on("exit", kill);
  const ended = childEnd(child).then((end) => {
    process.off("exit", kill);
    const reason = endReason(end, { killed, crash, task: client.running });
    client.end(reason);
    return reason;
  });

  const link: Link = {
    // A message to a process that is just ending is lost; `ended` then tells its sender.
    send: (message) => void child.send(message, () => {}),
    hold: (waiting) => (waiting ? holdOn(child) : letGo(child)),
    kill,
    close: async () => {
      child.send({ type: "close" }, () => {});
      // Also keeps this process from ending by itself before the child.
      const timer = setTimeout(kill, disposeTimeoutMs);
      await ended;
      clearTimeout(timer);
      if (unfreed) throw unfreed;
    },
  };
  const client = new EngineClient(threads, link);

  const ready = new Promise<void>((resolve) => {
    child.on("message", (message: FromHost) => {
      if (message.type === "ready") resolve();
      else if (message.type === "crashed") crash = fromWire(message.error) as TraitlabError;
      else if (message.type === "closed") unfreed = message.error && fromWire(message.error);
      else client.receive(message);
    });
  });
  const failure = await Promise.race([ready, ended]);
  if (failure) throw failure;
  link.hold(false);
  return client;
}
