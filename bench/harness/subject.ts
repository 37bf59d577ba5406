import { readFile } from "node:fs/promises";
import type { Sample } from "./contender.ts";
import { fromDist } from "./from-dist.ts";

/** The main program of one of ours: does the request's work and prints the sample as the last line. */
export async function subject<Request>(work: (request: Request) => Promise<Sample["figures"]>): Promise<void> {
  const request = JSON.parse(process.argv[2]!) as Request;
  const figures = await work(request);
  const { runtimeVersion } = await fromDist<typeof import("../../src/graph/session.ts")>("graph/session.js");
  const manifest = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const versions = { traitlab: version, "onnxruntime-node": runtimeVersion(), node: process.versions.node };
  process.stdout.write(`${JSON.stringify({ figures, versions } satisfies Sample)}\n`);
}

/** Seconds that each of `repeats` calls takes, after `warmUps` that do not count. */
export async function timed(
  { warmUps, repeats }: { warmUps: number; repeats: number },
  work: (repeat: number) => unknown,
): Promise<number[]> {
  const seconds: number[] = [];
  for (let repeat = -warmUps; repeat < repeats; repeat++) {
    const start = performance.now();
    await work(repeat);
    if (repeat >= 0) seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}
