import { Command as CommanderCommand, Help, Option } from "commander";
import { wrap } from "../report/terminal/wrap.ts";
import type { Definition, Given, Parameter } from "./command.ts";
import { parameter } from "./command.ts";
import { integer } from "./kinds.ts";

/** A command to be shown, and to be called where it is known what it takes. */
export interface Shown {
  name: string;
  about: string;
  definition?: Definition;
}

/** What was typed, once it is known which command it is for. */
export interface Call {
  command: Definition;
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
  induce: "ways to give a model a trait; each makes a persona folder",
  measure: "instruments that say what a model or persona does",
  explain: "why a persona does what it does, tested and not just shown",
  vector: "directions that stand for traits: made, watched, used to predict and screen",
  model: "what a model file holds",
  run: "the folders that studies leave",
};

/** The first words of commands, as the program's help groups them. */
const sections: Record<string, readonly string[]> = {
  "The main job": ["study"],
  Personas: ["induce"],
  "What they do": ["measure", "compare", "generate", "chat"],
  "Why they do it": ["explain"],
  Vectors: ["vector"],
  "Models, runs, this machine": ["model", "run", "report", "doctor"],
};

/** The whole command line as commander sees it. `onCall` gets the command that was typed; texts go to `out` and `err`. */
export function buildProgram(
  commands: readonly Shown[],
  io: { version: string; columns: number; out(text: string): void; err(text: string): void; onCall(call: Call): void },
): CommanderCommand {
  const program = new CommanderCommand("traitlab")
    .description("Give an open-weight language model a personality, and see what else changes.")
    .version(io.version, "-V, --version", "print the version")
    .option("--json", "print one JSON document on stdout, the rest on stderr")
    .option("--quiet", "say nothing on stderr but errors")
    .addOption(new Option(seedOption.flags, described(seedOption)))
    .option("--debug", "show the stack of an error");
  settle(program, io)
    .helpCommand("help [command]", "show the help of a command")
    .usage("<command> [options]")
    .configureHelp({ ...helpStyle(io), formatHelp: withoutCommands })
    .addHelpText("after", () => commandList(commands));
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

function hang(parent: CommanderCommand, word: string, { about, definition: command }: Shown, io: Io): void {
  const target = settle(parent.command(word).description(about), io);
  if (!command) return;
  for (const each of command.arguments) target.argument(each.flags, described(each));
  const options = command.options.map((each) => {
    const option = new Option(each.flags, described(each));
    return each.heading === undefined ? option : option.helpGroup(`${each.heading}:`);
  });
  for (const option of options) target.addOption(option);
  if (command.more !== "") target.addHelpText("after", `\n${command.more.trim()}`);
  target.action(() => {
    const typed = target.opts<Record<string, Given | false>>();
    io.onCall({
      command,
      arguments: command.arguments.map((_, i) => target.args[i]),
      options: options.map((option) => typedOf(option, typed[option.attributeName()])),
    });
  });
}

/** Commander says of `--no-cache` that `cache` is true until it is typed. */
const typedOf = (option: Option, value: Given | false): Given =>
  option.negate ? (value === false ? true : undefined) : value === false ? undefined : value;

/** What commander does not hand down to subcommands by itself. */
function settle(command: CommanderCommand, io: Io): CommanderCommand {
  return command
    .exitOverride()
    .configureHelp(helpStyle(io))
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
    .helpOption("-h, --help", "show this help")
    .helpCommand(false);
}

const helpStyle = ({ columns }: Io) => ({ helpWidth: Math.min(columns, 80), showGlobalOptions: true });

/** The help less its list of commands, which `commandList` gives whole; suggestions for a wrong word still know them. */
function withoutCommands(command: CommanderCommand, helper: Help): string {
  const less: Help = Object.create(helper, { visibleCommands: { value: () => [] } });
  return Help.prototype.formatHelp.call(less, command, less);
}

/** Every command by its whole name, in groups. */
function commandList(commands: readonly Shown[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const blocks = Object.entries(sections).map(([title, words]) => {
    const lines = commands
      .filter(({ name }) => words.includes(name.split(" ")[0]!))
      .map(({ name, about }) => wrap(`  ${name.padEnd(width)}${about}`, 80, width + 2));
    return lines.length === 0 ? [] : [[`${title}:`, ...lines].join("\n")];
  });
  return `\n${[...blocks.flat(), "`traitlab COMMAND --help` says what a command takes."].join("\n\n")}`;
}

function described({ about, fallback }: Parameter<unknown>): string {
  if (fallback === undefined || fallback === false) return about;
  return `${about} (default: ${Array.isArray(fallback) ? fallback.join(",") : fallback})`;
}
