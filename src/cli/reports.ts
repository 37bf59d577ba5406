import type { RunDetails } from "../run/list.ts";
import type { Context } from "./context.ts";
import { reportOfStudy } from "./study/report.ts";

/** Renders the HTML report of a finished run, by the command that made the run; `model` is where its model lies now. */
export const reports: Readonly<
  Record<string, (run: RunDetails, context: Context, model: string | undefined) => Promise<string>>
> = { "study emoji": reportOfStudy };
