// The built command line with two more commands, for the tests of signals and of bugs; argv as for traitlab.
import { setTimeout as sleep } from "node:timers/promises";

const { runCli } = await import("../../dist/cli/run-cli.js");
const { defineCommand, flag } = await import("../../dist/cli/command.js");

const slow = defineCommand({
  options: { deaf: flag("--deaf", "ignore the first signal") },
  async run({ deaf }, { signal, onProgress }) {
    for (let done = 0; ; done++) {
      onProgress({ phase: "work", done, total: 1000, unit: "steps" });
      await sleep(20);
      if (!deaf) signal.throwIfAborted();
    }
  },
});

const broken = defineCommand({
  async run() {
    throw new TypeError("x is undefined");
  },
});

const listed = [
  { name: "slow", about: "works until it is stopped", load: async () => slow },
  { name: "broken", about: "has a bug", load: async () => broken },
];
await runCli(process.argv.slice(2), listed);
