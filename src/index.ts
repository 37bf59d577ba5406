/** The library's public entry: what the command line is made of. */
export { type ErrorCode, TraitlabError } from "./base/errors.ts";
export type { OnProgress, Progress } from "./base/progress.ts";
export type { ItemGroup } from "./run/items.ts";
export { listRuns, type RunDetails, type RunSummary, removeRun, showRun } from "./run/list.ts";
export type { ProcessTable } from "./run/lock.ts";
export type { Manifest } from "./run/manifest.ts";
export { openRun, type RunOptions, withRun } from "./run/open.ts";
export type { Run } from "./run/run.ts";
