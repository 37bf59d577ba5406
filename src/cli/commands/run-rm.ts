import { removeRun } from "../../run/list.ts";
import { defineCommand, required } from "../command.ts";
import { text } from "../kinds.ts";

export const runRm = defineCommand({
  more: `Only a folder that holds a run of traitlab is touched, and in it only what the
run wrote.
Example: traitlab run rm runs/first`,
  arguments: { run: required("<run>", "the run's folder", text) },
  async run({ run }, { host }) {
    const { left } = await removeRun(run, host.processes);
    const stays = left.length === 0 ? "" : ` Not the run's, so they stay: ${left.join(", ")}.`;
    return { json: { removed: run, left }, text: `Deleted the run in ${run}.${stays}` };
  },
});
