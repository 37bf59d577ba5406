import { canonicalJson } from "../../base/json.ts";
import { type RunDetails, showRun } from "../../run/list.ts";
import { defineCommand, required } from "../command.ts";
import { minute } from "../format.ts";
import { text } from "../kinds.ts";
import { table } from "../table.ts";

export const runShow = defineCommand({
  more: "Example: traitlab run show runs/first",
  arguments: { run: required("<run>", "the run's folder", text) },
  async run({ run }, { host }) {
    const details = showRun(run, host.processes);
    return { json: details, text: description(details) };
  },
});

function description({ folder, manifest, pid, ...run }: RunDetails): string {
  const { config, inputs, choices, versions, machine, error } = manifest;
  const times = [run.started, run.updated].map((time) => (time === undefined ? "?" : minute(time)));
  return sections([
    [
      "run",
      {
        folder,
        command: run.command,
        status: run.status,
        error: error?.message,
        "used by process": pid,
        seed: run.seed,
        "finished items": run.items,
        started: times[0],
        updated: times[1],
      },
    ],
    ["config", config],
    ["inputs (SHA-256)", inputs],
    [
      "chosen automatically",
      Object.fromEntries(
        Object.entries(choices).map(([name, { value, reason }]) => [name, `${shown(value)}: ${reason}`]),
      ),
    ],
    ["versions and machine", { ...versions, ...machine }],
  ]);
}

function sections(parts: readonly [title: string, values: Record<string, unknown>][]): string {
  const blocks = parts.map(([title, values]) => {
    const rows = Object.entries(values).filter(([, value]) => value !== undefined);
    const lines = table(
      [{ title }, { title: "", shrinks: true }],
      rows.map(([name, value]) => [`  ${name}`, shown(value)]),
    );
    return rows.length === 0 ? [] : [lines];
  });
  return blocks.flat().join("\n\n");
}

const shown = (value: unknown): string => (typeof value === "string" ? value : canonicalJson(value));
