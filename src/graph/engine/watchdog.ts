/**
 * A thread of the engine process that ends it when its caller has died. The main thread learns of that only between two
 * runs, and a run may take minutes. Costs 10 MB and no measurable CPU time.
 */
import { workerData } from "node:worker_threads";

const pollMs = 250;

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, "SIGKILL");
}, pollMs);
