import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./harness/compare.ts";
import { machineFacts } from "./harness/machine.ts";
import { benchOptions } from "./harness/options.ts";
import { phasesOf } from "./harness/study-phases.ts";

const { repeats, quick } = benchOptions({ needsModel: false });
const command = fileURLToPath(new URL("../cli/main.js", import.meta.url));
const small = quick ? ["--traits", "E", "--questions", "4", "--silent", "end", "--explain", "none"] : [];

const runs = Array.from({ length: repeats }, () => {
  const folder = mkdtempSync(join(tmpdir(), "traitlab-study-"));
  try {
    const out = join(folder, "run");
    const begun = Date.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [command, "study", "emoji", "-o", out, "--quiet", ...small],
      {
        encoding: "utf8",
      },
    );
    if (status !== 0) throw new Error(`the study ended with ${status}: ${stderr}`);
    return phasesOf(readFileSync(join(out, "log.jsonl"), "utf8"), begun, Date.now());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const phases = Object.keys(runs[0]!).map((name) => ({ name, seconds: median(runs.map((run) => run[name]!)) }));
const total = median(runs.map((run) => Object.values(run).reduce((a, b) => a + b)));
const largest = phases.reduce((a, b) => (b.seconds > a.seconds ? b : a));
console.log(
  `study: the whole default study on the embedded model, from the command to its end\n${machineFacts()}; ${repeats} x\n`,
);
for (const { name, seconds } of phases)
  console.log(
    `${name.padEnd(46)}${seconds.toFixed(1).padStart(7)} s ${((100 * seconds) / total).toFixed(0).padStart(4)} %`,
  );
console.log(`${"all".padEnd(46)}${total.toFixed(1).padStart(7)} s\n\nThe largest phase: ${largest.name}.`);
