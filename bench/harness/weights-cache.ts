import { homedir } from "node:os";
import { join } from "node:path";
import { fromDist } from "./from-dist.ts";

/** Where traitlab keeps repacked weights on this machine, so that a bench starts warm and leaves nothing new behind. */
export async function weightsCache(): Promise<string> {
  const { resolvePaths } = await fromDist<typeof import("../../src/cli/paths.ts")>("cli/paths.js");
  return join(resolvePaths(process.env, homedir(), process.cwd()).cache, "weights");
}
