// A small study for the kill tests, run by plain node on the built files.
//   node study.mjs DIR                 runs it to its end, slowly enough to be killed from outside
//   node study.mjs DIR --die-at N      kills itself (SIGKILL) at the N-th change of the disk: in the middle of a write,
//                                      just before anything else; exits with 0 where there are fewer than N
//   node study.mjs DIR --large         with items of a megabyte, so that a kill from outside falls into a write
//   node study.mjs DIR --wait-for FILE does nothing, with the folder open, until the file exists
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [dir, mode, number] = process.argv.slice(2);
const dieAt = mode === "--die-at" ? Number(number) : Number.POSITIVE_INFINITY;
const padding = mode === "--large" ? "🎉".repeat(250_000) : "";
const gate = mode === "--wait-for" ? number : undefined;
const stepMs = mode === "--die-at" ? 0 : 4;

let changes = 0;
const die = () => process.kill(process.pid, "SIGKILL");
for (const name of ["writeSync", "renameSync", "rmSync", "mkdirSync", "ftruncateSync", "rmdirSync"]) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (++changes === dieAt) {
      if (name === "writeSync") original(args[0], args[1], args[2], Math.floor(args[3] / 2), args[4]);
      die();
    }
    return original(...args);
  };
}
syncBuiltinESMExports();

// Imported after the patch, so that the modules see it.
const { withRun } = await import("../../dist/run/open.js");
const { processTable } = await import("../../dist/cli/processes.js");

const options = {
  command: "study kill",
  config: { items: 6 },
  seed: 0,
  inputs: {},
  versions: {},
  machine: {},
  processes: processTable,
};

await withRun(dir, options, async (run) => {
  while (gate !== undefined && !fs.existsSync(gate)) await sleep(10);
  const answer = async (group) => {
    const items = run.items(group, ["q0", "q1", "q2"]);
    const missing = items.missing;
    for (const key of [...missing.slice(1), ...missing.slice(0, 1)]) {
      await sleep(stepMs);
      items.put(key, { group, text: `${key} 🎉`, padding });
    }
    return items.values().map(({ text }) => text);
  };
  const findings = { base: await answer("base") };
  for (const arm of ["finetune/extraversion/high/seed0", "control/seed0"]) {
    const tuned = await run.step(`tune/${arm}`, (checkpoints) => tune(run.personaFolder(arm), checkpoints), {
      leaves: [`personas/${arm}/persona.json`],
    });
    findings[arm] = { tuned, answers: await answer(arm) };
  }
  return findings;
});

/** Counts to three, keeping where it is in a checkpoint; a trainer's stand-in. */
async function tune(persona, checkpoints) {
  const checkpoint = join(checkpoints, "state.json");
  let step = fs.existsSync(checkpoint) ? JSON.parse(fs.readFileSync(checkpoint, "utf8")).step : 0;
  for (; step < 3; step++) {
    await sleep(stepMs);
    fs.writeFileSync(`${checkpoint}.tmp`, JSON.stringify({ step: step + 1 }));
    fs.renameSync(`${checkpoint}.tmp`, checkpoint);
  }
  fs.writeFileSync(join(persona, "persona.json"), JSON.stringify({ step }));
  return { step };
}
