/** The engine process: what {@link startEngine} forks. */
import { Worker } from "node:worker_threads";
import { TaskHost } from "./host.ts";
import type { FromHost, ToHost } from "./protocol.ts";
import { siblingModule } from "./task.ts";
import { taskError, toWire } from "./wire-error.ts";

process.title = "traitlab-engine";
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

// There is nobody left to work for. The watchdog sees it sooner in the middle of a run, but not on Windows.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
new Worker(new URL(siblingModule(import.meta.url, "./watchdog.ts")), { workerData: process.ppid }).unref();

const post = (message: FromHost, sent: () => void = () => {}): void =>
  void process.send?.(message, undefined, {}, sent);
const host = new TaskHost(Number(process.argv[2]), (message) => post(message));

async function close(): Promise<void> {
  const error = await host.close().then(() => undefined, toWire);
  post({ type: "closed", error }, () => process.exit(0));
}

process.on("message", (message: ToHost) => {
  if (message.type === "close") void close();
  else host.receive(message);
});
process.on("uncaughtException", (thrown) => {
  const error = toWire(taskError(thrown, "the engine process"));
  post({ type: "crashed", error }, () => process.exit(1));
});
post({ type: "ready" });
