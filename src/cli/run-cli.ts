import { homedir } from "node:os";
import { styleText } from "node:util";
import { CommanderError } from "commander";
import { canonicalJson } from "../base/json.ts";
import { type Output, read } from "./command.ts";
import type { Listed } from "./commands.ts";
import { describeHost } from "./host.ts";
import { watchInterrupts } from "./interrupts.ts";
import { resolvePaths } from "./paths.ts";
import { buildProgram, type Call, globalOptions, type Shown, seedOption } from "./program.ts";
import { Reporter } from "./progress.ts";
import { errorText, presentable } from "./report-error.ts";
import { welcome } from "./welcome.ts";

/**
 * Runs the command line `argv` and sets the process's exit code: 0 done, 2 usage, 3 bad input, 4 memory, 5 incomplete,
 * 130 or 143 interrupted, 1 our bug. The process then ends by itself, so that nothing printed is lost in a pipe.
 */
export async function runCli(argv: readonly string[], listed: readonly Listed[]): Promise<void> {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  const host = describeHost();
  const { traitlab: version } = host.versions;
  if (argv.length === 0) return void stdout.write(`${welcome(version)}\n`);

  let call: Call | undefined;
  const program = buildProgram(await Promise.all(listed.map((each) => shown(each, argv))), {
    version,
    columns: stdout.columns || 80,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    onCall: (typed) => {
      call = typed;
    },
  });
  // Known before parsing, because a parsing error obeys them too.
  const json = argv.includes("--json");
  const reporter = new Reporter(stderr, {
    quiet: argv.includes("--quiet"),
    live: process.env.TERM !== "dumb",
    paint: (text) => styleText("cyan", text, { stream: stderr }),
  });
  const interrupts = watchInterrupts(process, {
    onFirst: () => reporter.say("Stopping at the next boundary; once more stops at once."),
    onSecond: (exitCode) => process.exit(exitCode),
  });
  try {
    program.parse(argv, { from: "user" });
    const { seed } = globalOptions(program);
    const context = {
      json,
      seed: read(seedOption, seed),
      signal: interrupts.signal,
      onProgress: reporter.onProgress,
      say: (line: string) => reporter.say(line),
      write: (text: string) => void (json || stdout.write(text)),
      paths: resolvePaths(process.env, homedir(), process.cwd()),
      host,
    };
    const output = await call!.command.run(call!, context);
    reporter.end();
    print(output, json);
    process.exitCode = output.exitCode ?? 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return; // --help, --version
    const error = presentable(thrown);
    reporter.insist(errorText(error, globalOptions(program).debug));
    const exitCode = error.code === "interrupted" ? (interrupts.exitCode ?? error.exitCode) : error.exitCode;
    if (json) print({ json: { error: { code: error.code, message: error.message, exitCode } }, text: "" }, true);
    process.exitCode = exitCode;
  } finally {
    interrupts.dispose();
  }
}

/** A command, with what it takes if the line may be for it: all words of its name are there. */
async function shown({ name, about, load }: Listed, argv: readonly string[]): Promise<Shown> {
  const asked = name.split(" ").every((word) => argv.includes(word));
  return { name, about, ...(asked ? { definition: await load() } : {}) };
}

function print({ json, text }: Output, asJson: boolean): void {
  if (asJson) process.stdout.write(`${canonicalJson(json, 2)}\n`);
  else if (text !== "") process.stdout.write(`${text}\n`);
}

/** A reader that went away (`| head`) is no error of the work. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
