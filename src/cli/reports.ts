import type { RunDetails } from "../run/list.ts";

/** Renders the HTML report of a finished run, by the command that made the run. */
export const reports: Readonly<Record<string, (run: RunDetails) => string>> = {};
