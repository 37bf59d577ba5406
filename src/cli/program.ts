import { Command as CommanderCommand, Option } from "commander";
import type { Command, Given, Parameter } from "./command.ts";
import { parameter } from "./command.ts";
import { integer } from "./kinds.ts";

/** What was typed, once it is known which command it is for. */
export interface Call {
  command: Command;
  arguments: Given[];
  options: Given[];
}

export interface GlobalOptions {
  json: boolean;
  quiet: boolean;
  debug: boolean;
  /** As typed; `seedOption` reads it. */
  seed: string | undefined;
}

export const seedOption = parameter("--seed <n>", "seed of everything random", integer({ min: 0 }), 0);

/** What the words before a subcommand stand for. */
const groups: Record<string, string> = {
  study: "an experiment, from a question to a report",
  model: "models: what they hold, and where they come from",
  run: "the folders that studies leave",
};

/** The whole command line as commander sees it. `onCall` gets the command that was typed; texts go to `out` and `err`. */
export function buildProgram(
  commands: readonly Command[],
  io: { version: string; columns: number; out(text: string): void; err(text: string): void; onCall(call: Call): void },
): CommanderCommand {
  const program = new CommanderCommand("traitlab")
    .description("Give an open-weight language model a personality, and see what else changes.")
    .version(io.version, "-V, --version", "print the version")
    .option("--json", "print one JSON document on stdout, the rest on stderr")
    .option("--quiet", "say nothing on stderr but errors")
    .addOption(new Option(seedOption.flags, described(seedOption)))
    .option("--debug", "show the stack of an error");
  settle(program, io).helpCommand("help [command]", "show the help of a command");
  const parents = new Map<string, CommanderCommand>();
  for (const command of commands) {
    const words = command.name.split(" ");
    const parent = words.length === 1 ? program : groupOf(program, parents, words[0]!, io);
    hang(parent, words.at(-1)!, command, io);
  }
  return program;
}

/** The global options, wherever in the line they stood. */
export const globalOptions = (program: CommanderCommand): GlobalOptions => {
  const { json, quiet, debug, seed } = program.opts<Partial<GlobalOptions>>();
  return { json: json === true, quiet: quiet === true, debug: debug === true, seed };
};

type Io = Parameters<typeof buildProgram>[1];

function groupOf(
  program: CommanderCommand,
  parents: Map<string, CommanderCommand>,
  word: string,
  io: Io,
): CommanderCommand {
  const known = parents.get(word);
  if (known !== undefined) return known;
  const group = program.command(word).description(groups[word] ?? "");
  parents.set(word, settle(group, io));
  return group;
}

function hang(parent: CommanderCommand, word: string, command: Command, io: Io): void {
  const target = settle(parent.command(word).description(command.about), io);
  for (const each of command.arguments) target.argument(each.flags, described(each));
  const options = command.options.map((each) => new Option(each.flags, described(each)));
  for (const option of options) target.addOption(option);
  if (command.more !== "") target.addHelpText("after", `\n${command.more.trim()}`);
  target.action(() => {
    const typed = target.opts<Record<string, Given>>();
    io.onCall({
      command,
      arguments: command.arguments.map((_, i) => target.args[i]),
      options: options.map((option) => typed[option.attributeName()]),
    });
  });
}

/** What commander does not hand down to subcommands by itself. */
function settle(command: CommanderCommand, io: Io): CommanderCommand {
  return command
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(io.columns, 80), showGlobalOptions: true })
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
    .helpOption("-h, --help", "show this help")
    .helpCommand(false);
}

function described({ about, fallback }: Parameter<unknown>): string {
  if (fallback === undefined || fallback === false) return about;
  return `${about} (default: ${Array.isArray(fallback) ? fallback.join(",") : fallback})`;
}
