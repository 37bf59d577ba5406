import { listRuns, type RunSummary } from "../../run/list.ts";
import { defineCommand, parameter } from "../command.ts";
import { minute } from "../format.ts";
import { listOf, oneOf, text } from "../kinds.ts";
import { table } from "../table.ts";

export const runLs = defineCommand({
  more: "Example: traitlab run ls runs --status done,interrupted",
  arguments: { dir: parameter("[dir]", "folder of runs, or one run", text, "runs") },
  options: {
    status: parameter(
      "--status <words>",
      "only those running, done, interrupted or failed",
      listOf(oneOf(["running", "done", "interrupted", "failed"])),
    ),
  },
  async run({ dir, status }, { host, say }) {
    const { runs: all, unreadable } = listRuns(dir, host.processes);
    for (const { reason } of unreadable) say(`Left out: ${reason}`);
    const runs = all.filter((run) => status === undefined || status.some((wanted) => wanted === run.status));
    return {
      json: { runs, unreadable },
      text:
        runs.length === 0
          ? `No ${status === undefined ? "" : `${status.join(" or ")} `}runs in ${dir}.`
          : listing(runs),
    };
  },
});

const listing = (runs: readonly RunSummary[]): string =>
  table(
    [
      { title: "run", shrinks: true },
      { title: "status" },
      { title: "command", shrinks: true },
      { title: "seed", align: "right" },
      { title: "items", align: "right" },
      { title: "updated" },
    ],
    runs.map(({ folder, status, command, seed, items, updated, pid }) => [
      folder,
      pid === undefined ? status : `${status} (${pid})`,
      command,
      String(seed),
      String(items),
      updated === undefined ? "" : minute(updated),
    ]),
  );
