import type { Command as CommanderCommand } from "commander";
import { describe, expect, it } from "vitest";
import { commands as listed } from "./commands.ts";
import { buildProgram, type Call, globalOptions } from "./program.ts";
import { welcome } from "./welcome.ts";

const commands = await Promise.all(
  listed.map(async ({ name, about, load }) => ({ name, about, definition: await load() })),
);

function programWith() {
  const calls: Call[] = [];
  const program = buildProgram(commands, {
    version: "1.2.3",
    columns: 200,
    out: () => {},
    err: () => {},
    onCall: (call) => calls.push(call),
  });
  return { program, calls };
}

const everyCommand = (command: CommanderCommand): CommanderCommand[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

describe("the command line", () => {
  it("reads at 80 columns, and says something of every command, argument and option", () => {
    for (const command of everyCommand(programWith().program)) {
      const help = command.helpInformation();
      for (const line of help.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
      expect(command.description(), command.name()).not.toBe("");
      for (const { description } of [...command.options, ...command.registeredArguments])
        expect(description).not.toBe("");
    }
    for (const line of welcome("0.1.0").split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(welcome("0.1.0").split("\n")).toHaveLength(10);
  });

  it("takes global options before and after the command", () => {
    const { program, calls } = programWith();
    program.parse(["--json", "run", "ls", "somewhere", "--seed", "3", "--status", "done"], { from: "user" });
    expect(globalOptions(program)).toEqual({ json: true, quiet: false, debug: false, seed: "3" });
    const runLs = commands.find(({ name }) => name === "run ls")!.definition;
    expect(calls).toMatchObject([{ command: runLs, arguments: ["somewhere"], options: ["done"] }]);
  });

  it.each([
    [["rnu", "ls"], "Did you mean run?"],
    [["docter"], "Did you mean doctor?"],
    [["studdy", "emoji"], "Did you mean study?"],
    [["study", "emojis"], "Did you mean emoji?"],
    [["study", "emoji", "--questons", "3"], "Did you mean --questions?"],
    [["run", "ls", "--sead", "1"], "Did you mean --seed?"],
    [["run", "show"], "missing required argument"],
    [["doctor", "now"], "too many arguments"],
  ])("refuses %j and suggests what is near", (argv, message) => {
    expect(() => programWith().program.parse(argv, { from: "user" })).toThrow(message);
  });
});
