import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { writeFileAtomic } from "../../base/files.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { defineCommand, parameter, required } from "../command.ts";
import { path, text } from "../kinds.ts";
import { reports } from "../reports.ts";

export const report = defineCommand({
  more: "Example: traitlab report runs/first",
  arguments: { run: required("<run>", "the run's folder", text) },
  options: { model: parameter("-m, --model <path>", "the run's model, where it lies elsewhere now", path) },
  async run({ run, model }, context) {
    const details = showRun(run, context.host.processes);
    const render = reports[details.command];
    if (render === undefined)
      throw badInput(
        `${run} is a run of \`${details.command}\`, which has no report; those of ${Object.keys(reports).join(", ")} have one.`,
      );
    if (details.status !== "done")
      throw badInput(`${run} is ${details.status}, not done: run the command that made it again to finish it.`);
    const file = join(run, contents.report);
    writeFileAtomic(file, await render(details, context, model));
    return { json: { report: file }, text: `Wrote ${file}.` };
  },
});
