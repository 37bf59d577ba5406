import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { writeFileAtomic } from "../../base/files.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { defineCommand, required } from "../command.ts";
import { text } from "../kinds.ts";
import { reports } from "../reports.ts";

export const report = defineCommand({
  name: "report",
  about: "write a finished run's report anew",
  arguments: { run: required("<run>", "the run's folder", text) },
  async run({ run }, { host }) {
    const details = showRun(run, host.processes);
    const render = reports[details.command];
    if (render === undefined) throw badInput(`No report is known for runs of \`${details.command}\`.`);
    if (details.status !== "done")
      throw badInput(`${run} is ${details.status}, not done: run the command that made it again to finish it.`);
    const path = join(run, contents.report);
    writeFileAtomic(path, render(details));
    return { json: { report: path }, text: `Wrote ${path}.` };
  },
});
