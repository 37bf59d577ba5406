import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What a figure depends on, in one line, with the load at the start: above a few tenths the figures are not to be trusted. */
export function machineFacts(): string {
  const processors = cpus();
  const gb = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() ?? "unknown processor";
  return `${model}, ${processors.length} cores, ${gb} GB, ${type()} ${release()}; load ${loadavg()[0]!.toFixed(1)} at the start`;
}
